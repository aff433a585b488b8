import type { Candidate, Format, Opening } from "../format.ts";
import { decodedPieces, textPieces } from "../lines.ts";
import { readManagerTable } from "../manager-table.ts";
import { numbered } from "../otp-field.ts";
import type { Source } from "../source.ts";
import { openDatabase } from "./database.ts";
import { EntryReader } from "./entries.ts";
import { isDatabase } from "./header.ts";
import { candidatesOf } from "./one-time-passwords.ts";
import { isTable, table } from "./table.ts";
import { writing } from "./writing.ts";

const isXml = ({ headText }: Source): boolean =>
  headText !== null && /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[^>]*-->\s*)*<KeePassFile[\s>]/u.test(headText);

async function* readEntries(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const opened = isDatabase(source.head) ? await openDatabase(source, opening) : null;
  try {
    const entries = new EntryReader(opened?.inner ?? null, opened?.headerHash ?? null);
    for await (const piece of opened ? decodedPieces(opened.content) : textPieces(source)) {
      opening.signal.throwIfAborted();
      for (const entry of entries.take(piece)) yield* candidatesOf(entry);
    }
    for (const entry of entries.take(null)) yield* candidatesOf(entry);
  } finally {
    opened?.inner.wipe();
  }
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  yield* isTable(source) ? readManagerTable(source, table) : numbered(readEntries(source, opening));
}

/** Databases of KeePass and its kin (KDBX 3.1 and 4), their XML, and KeePassXC's table; written as XML. */
export const keepass: Format = {
  id: "keepass",
  title: "KeePass",
  read: { detect: (source) => isDatabase(source.head) || isXml(source) || isTable(source), read },
  write: writing,
};
