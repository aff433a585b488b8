import { text } from "#shared/texts/text.ts";
import { damaged } from "../faults.ts";
import type { Candidate, Format } from "../format.ts";
import { readUris } from "../otpauth-migration/read-uris.ts";
import type { Source } from "../source.ts";
import { isJpeg, isPng, otherKind } from "./size.ts";

/** Far more than a photo of a phone has. */
const mostBytes = 32 * 1024 * 1024;

const isPicture = (head: Buffer): boolean => isPng(head) || isJpeg(head);

async function* read(source: Source): AsyncGenerator<Candidate> {
  const kind = otherKind(source.head);
  if (kind !== null) throw damaged(text("formats.pictureKind", { kind }));
  if (!isPicture(source.head)) throw damaged(text("formats.notAPicture"));
  // What decodes pictures is loaded for them alone.
  const { codesOf } = await import("./picture-codes.ts");
  const codes = await codesOf(await source.bytes(mostBytes));
  if (codes.length === 0) throw damaged(text("formats.pictureNoCode"));
  yield* readUris(codes);
}

/** A photo or a screenshot of QR codes with `otpauth://` or `otpauth-migration://` addresses. */
export const picture: Format = {
  id: "picture",
  title: "QR (PNG, JPEG)",
  // A phone's own photos are of a kind that is not read: who chose one is told what to do.
  read: { detect: ({ head }) => isPicture(head) || otherKind(head) !== null, read },
  write: null,
};
