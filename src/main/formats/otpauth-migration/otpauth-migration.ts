import type { Candidate, Format } from "../format.ts";
import type { Source } from "../source.ts";
import { beginsWithMigration, linesOf, readUris } from "./read-uris.ts";

async function* read(source: Source): AsyncGenerator<Candidate> {
  yield* readUris(linesOf(await source.text()));
}

/** Each part in a file of its own. */
async function* together(sources: AsyncIterable<Source>): AsyncGenerator<Candidate> {
  const lines: string[] = [];
  for await (const source of sources) lines.push(...linesOf(await source.text()));
  yield* readUris(lines);
}

/** A text of what Google Authenticator's QR codes for carrying accounts over hold: one address a line. */
export const otpauthMigration: Format = {
  id: "otpauth-migration",
  title: "Google Authenticator (otpauth-migration)",
  read: { detect: ({ headText }) => headText !== null && beginsWithMigration(headText), read, together },
  write: null,
};
