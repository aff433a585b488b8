import type { Delimiter } from "#shared/contract/exchange.ts";

/** What separates the cells of a table. */
export const delimiterInWords: Record<Delimiter, string> = {
  ",": "Comma",
  ";": "Semicolon",
  "\t": "Tab",
  "|": "Vertical bar",
};

const phases: Readonly<Record<string, string>> = {
  backup: "Making a backup first",
  read: "Reading the table",
  check: "Checking the rows",
  write: "Writing",
  undo: "Undoing the import",
  decrypt: "Decrypting the backup",
  seeds: "Testing the backup",
};

/** A phase of work on a table in words. */
export const tablePhase = (phase: string): string => phases[phase] ?? "Working";

/** A file is counted in bytes, everything else in rows. */
export const tableUnit = (phase: string): "bytes" | "things" =>
  phase === "read" || phase === "decrypt" ? "bytes" : "things";
