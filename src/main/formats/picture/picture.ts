import { basename } from "node:path";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { damaged } from "../faults.ts";
import type { Candidate, Format } from "../format.ts";
import { readUris } from "../otpauth-migration/read-uris.ts";
import type { Source } from "../source.ts";
import { isJpeg, isPng, otherKind } from "./size.ts";

/** Far more than a photo of a phone has. */
const mostBytes = 32 * 1024 * 1024;

const isPicture = (head: Buffer): boolean => isPng(head) || isJpeg(head);

/** @throws AppError FORMAT_UNREADABLE where there is none */
async function codesIn(source: Source): Promise<string[]> {
  const kind = otherKind(source.head);
  if (kind !== null) throw damaged(text("formats.pictureKind", { kind }));
  if (!isPicture(source.head)) throw damaged(text("formats.notAPicture"));
  // What decodes pictures is loaded for them alone.
  const { codesOf } = await import("./picture-codes.ts");
  const codes = await codesOf(await source.bytes(mostBytes));
  if (codes.length === 0) throw damaged(text("formats.pictureNoCode"));
  return codes;
}

async function* read(source: Source): AsyncGenerator<Candidate> {
  yield* readUris(await codesIn(source));
}

/** The codes of one export are shown one after the other: each picture has some of them. */
async function* together(sources: AsyncIterable<Source>): AsyncGenerator<Candidate> {
  const codes: string[] = [];
  const faults: Omit<Candidate, "at">[] = [];
  for await (const source of sources) {
    try {
      codes.push(...(await codesIn(source)));
    } catch (thrown) {
      const { code, text: fault } = toAppError(thrown);
      if (code !== "FORMAT_UNREADABLE") throw thrown;
      faults.push({ type: "QR", account: basename(source.file), fault });
    }
  }
  let at = 0;
  for (const entry of readUris(codes)) yield { ...entry, at: (at += 1) };
  for (const entry of faults) yield { ...entry, at: (at += 1) };
}

/** A photo or a screenshot of QR codes with `otpauth://` or `otpauth-migration://` addresses. */
export const picture: Format = {
  id: "picture",
  title: "QR (PNG, JPEG)",
  // A phone's own photos are of a kind that is not read: who chose one is told what to do.
  read: { detect: ({ head }) => isPicture(head) || otherKind(head) !== null, read, together },
  write: null,
};
