import { text } from "#shared/texts/text.ts";
import { requireScryptCost } from "../derive.ts";
import { passphraseRequired } from "../faults.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import type { Source } from "../source.ts";

/** Every file in the format of age begins so. What is in it is known once it is open. */
const beginning = "age-encryption.org/v1\n-> ";

/** Of the header, which names what opens the file. */
const headerRead = 4096;

const headerOf = ({ head }: Pick<Source, "head">): string => head.toString("latin1", 0, headerRead);

/** Base-2 logarithm of the cost of guessing the passphrase; null: keys open the file. */
function workFactorOf(source: Source): number | null {
  const [, factor] = /^-> scrypt \S+ ([1-9][0-9]?)$/mu.exec(headerOf(source)) ?? [];
  return factor === undefined ? null : Number(factor);
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const factor = workFactorOf(source);
  if (opening.passphrase === null) {
    throw passphraseRequired(text(factor === null ? "formats.whoseBackupKey" : "formats.whoseBackup"));
  }
  if (factor !== null) requireScryptCost({ n: 2 ** factor, r: 8, p: 1 }, opening);
  // Whoever lists the formats does not need a store.
  const { readBackup } = await import("./read-backup.ts");
  yield* readBackup(source.file, opening.passphrase, opening);
}

/** A backup of this program: of another organisation's console, of an older one, or of this one. */
export const countersignBackup: Format = {
  id: "countersign-backup",
  title: "Countersign backup",
  read: { detect: (source) => headerOf(source).startsWith(beginning), read },
  write: null,
};
