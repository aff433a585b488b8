import { text } from "#shared/texts/text.ts";
import type { Candidate } from "../format.ts";
import { looksLikeKeyUri, readKeyUri } from "../key-uri.ts";
import { looksLikeMigration, type Part, readMigration } from "./payload.ts";

/** More parts than a phone shows: the number itself is damaged. */
const mostParts = 1000;

const typeOfParts = "otpauth-migration";

const faulty = (fault: Candidate["fault"]): Candidate => ({ at: 0, type: typeOfParts, fault });

/** Which parts came, by their export. */
class Parts {
  readonly #seen = new Map<string, { parts: number; indexes: Set<number> }>();

  add({ batch, index, parts }: Part): void {
    const seen = this.#seen.get(batch) ?? { parts, indexes: new Set<number>() };
    this.#seen.set(batch, seen);
    seen.indexes.add(index);
  }

  *missing(): Generator<Candidate> {
    for (const { parts, indexes } of this.#seen.values()) {
      if (parts > mostParts) yield faulty(text("formats.migrationDamaged"));
      else yield* missingOf(parts, indexes);
    }
  }
}

function* missingOf(parts: number, indexes: ReadonlySet<number>): Generator<Candidate> {
  for (let index = 0; index < parts; index += 1) {
    if (!indexes.has(index)) yield faulty(text("formats.partMissing", { part: index + 1, parts }));
  }
}

function* inOrder(texts: Iterable<string>): Generator<Candidate> {
  const parts = new Parts();
  // The same code twice in a picture, or in two of them.
  const seen = new Set<string>();
  for (const written of texts) {
    if (!looksLikeMigration(written)) {
      yield readKeyUri(written, 0);
      continue;
    }
    const address = written.trim();
    if (seen.has(address)) continue;
    seen.add(address);
    const part = readMigration(address);
    if (part !== null) {
      parts.add(part);
      yield* part.entries;
    }
    if (part === null || !part.whole) yield faulty(text("formats.migrationDamaged"));
  }
  yield* parts.missing();
}

/**
 * The entries of addresses in any mixture: `otpauth://`, one entry each, and `otpauth-migration://`, several each. A part
 * of an export that is not there is told as an entry that cannot be kept.
 *
 * @param texts one address each
 */
export function* readUris(texts: Iterable<string>): Generator<Candidate> {
  let at = 0;
  for (const candidate of inOrder(texts)) {
    at += 1;
    yield { ...candidate, at };
  }
}

/** The lines of a text that hold something. Those that begin with `#` are comments. */
export const linesOf = (written: string): string[] =>
  written.split(/\r\n?|\n/u).filter((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));

/** The first line that holds something, of the beginning of a file. */
const firstOf = (head: string): string => head.replace(/^(?:\s*#[^\n]*\n)+/u, "");

export const beginsWithKeyUri = (head: string): boolean => looksLikeKeyUri(firstOf(head));

export const beginsWithMigration = (head: string): boolean => looksLikeMigration(firstOf(head));
