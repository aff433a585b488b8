import { everything } from "../carries.ts";
import type { Candidate, Format, Outgoing, Piece } from "../format.ts";
import { writeKeyUri } from "../key-uri.ts";
import { beginsWithKeyUri, linesOf, readUris } from "../otpauth-migration/read-uris.ts";
import type { Source } from "../source.ts";

async function* read(source: Source): AsyncGenerator<Candidate> {
  yield* readUris(linesOf(await source.text()));
}

async function* write(entries: AsyncIterable<Outgoing>): AsyncGenerator<Piece> {
  for await (const outgoing of entries) yield { data: `${writeKeyUri(outgoing)}\n` };
}

/** A text with one `otpauth://` URI a line. */
export const otpauth: Format = {
  id: "otpauth",
  title: "otpauth",
  read: {
    detect: ({ headText }) => headText !== null && beginsWithKeyUri(headText),
    read,
  },
  write: {
    form: "file",
    extension: "txt",
    plain: true,
    carries: everything,
    settings: [],
    warnings: [],
    write,
  },
};
