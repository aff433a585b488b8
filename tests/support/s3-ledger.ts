import type { S3Request } from "./s3-requests.ts";

interface LedgerPart {
  number: number;
  size: number;
  etag: string;
}

interface LedgerUpload {
  key: string;
  begunAt: Date;
  parts: Map<number, LedgerPart>;
}

const tag = (name: string, text: string): string => `<${name}>${text.replaceAll("&", "&amp;")}</${name}>`;

/**
 * What a server behind has acknowledged: it answers in its place the questions that the server does not know (which
 * uploads are unfinished, which parts are there, whether a name is free).
 */
export class Ledger {
  readonly keys = new Set<string>();
  readonly uploads = new Map<string, LedgerUpload>();
  /** The most parts or uploads on one page. */
  pageSize = 1000;

  /** Takes down what the server has done. */
  note(
    { step, key, query }: S3Request,
    sent: Buffer,
    answer: { headers: Record<string, unknown>; body: Buffer },
  ): void {
    const id = query.get("uploadId") ?? "";
    const upload = this.uploads.get(id);
    if (step === "put" || step === "complete") this.keys.add(key);
    if (step === "delete") this.keys.delete(key);
    if (step === "complete" || step === "abort") this.uploads.delete(id);
    if (step === "begin") {
      const begun = /<UploadId>([^<]+)</u.exec(answer.body.toString())?.[1] ?? "";
      this.uploads.set(begun, { key, begunAt: new Date(), parts: new Map() });
    }
    if (step === "part" && upload) {
      const number = Number(query.get("partNumber"));
      upload.parts.set(number, { number, size: sent.length, etag: String(answer.headers["etag"]) });
    }
  }

  /** Answers ListMultipartUploads. */
  listUploads(query: URLSearchParams): string {
    const prefix = query.get("prefix") ?? "";
    const after = query.get("upload-id-marker");
    const all = [...this.uploads].filter(([, { key }]) => key.startsWith(prefix));
    const rest = after === null ? all : all.slice(all.findIndex(([id]) => id === after) + 1);
    const page = rest.slice(0, this.pageSize);
    const last = page.at(-1);
    const uploads = page.map(([id, { key, begunAt }]) =>
      tag("Upload", tag("Key", key) + tag("UploadId", id) + tag("Initiated", begunAt.toISOString())),
    );
    const more = rest.length > page.length && last !== undefined;
    const next = more ? tag("NextKeyMarker", last[1].key) + tag("NextUploadIdMarker", last[0]) : "";
    return tag("ListMultipartUploadsResult", tag("IsTruncated", String(more)) + next + uploads.join(""));
  }

  /** Answers ListParts; null: there is no such upload. */
  listParts(query: URLSearchParams): string | null {
    const upload = this.uploads.get(query.get("uploadId") ?? "");
    if (!upload) return null;
    const after = Number(query.get("part-number-marker") ?? 0);
    const rest = [...upload.parts.values()]
      .filter(({ number }) => number > after)
      .toSorted((a, b) => a.number - b.number);
    const page = rest.slice(0, this.pageSize);
    const parts = page.map(({ number, size, etag }) =>
      tag("Part", tag("PartNumber", String(number)) + tag("Size", String(size)) + tag("ETag", etag)),
    );
    // Also with the last page, as large servers do.
    const next = tag("NextPartNumberMarker", String(page.at(-1)?.number ?? 0));
    return tag("ListPartsResult", tag("IsTruncated", String(rest.length > page.length)) + next + parts.join(""));
  }
}
