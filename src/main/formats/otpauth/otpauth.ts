import { everything } from "../carries.ts";
import type { Candidate, Format, Outgoing, Piece } from "../format.ts";
import { looksLikeKeyUri, readKeyUri, writeKeyUri } from "../key-uri.ts";
import type { Source } from "../source.ts";

async function* read(source: Source): AsyncGenerator<Candidate> {
  const lines = (await source.text()).split(/\r\n?|\n/u);
  for (const [index, line] of lines.entries()) {
    if (line.trim() !== "" && !line.trimStart().startsWith("#")) yield readKeyUri(line, index + 1);
  }
}

async function* write(entries: AsyncIterable<Outgoing>): AsyncGenerator<Piece> {
  for await (const outgoing of entries) yield { data: `${writeKeyUri(outgoing)}\n` };
}

/** A text with one `otpauth://` URI a line. */
export const otpauth: Format = {
  id: "otpauth",
  title: "otpauth",
  read: {
    detect: ({ headText }) => headText !== null && looksLikeKeyUri(headText.replace(/^(?:\s*#[^\n]*\n)+/u, "")),
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
