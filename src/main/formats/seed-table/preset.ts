import type { Algorithm, TokenKind } from "#shared/model/records.ts";
import type { Text } from "#shared/texts/text.ts";
import type { SeedField } from "#shared/contract/seeds.ts";
import type { Candidate, Carries, Outgoing, Setting } from "../format.ts";

/*
 * How programs write tables of seeds: values for one reader (read.ts) and one writer (write.ts).
 */

/** How a key is written. `either`: hex or base32, the same one in the whole column. */
export type KeyForm = "hex" | "base32" | "base64" | "either";

/** One cell of a row. */
export interface Cell {
  /** What the column is called, as it is written. */
  readonly heading?: string;
  /** Other spellings of it; case, spaces and punctuation count in none. */
  readonly also?: readonly string[];
  /** A table without this column is not of this format. */
  readonly needed?: boolean;
  /** What it says; without it, it is passed over, and written as `text` or what the setting says. */
  readonly field?: SeedField | "disabled";
  /** What it says as well. */
  readonly and?: SeedField;
  /** Written where there is nothing to say. */
  readonly text?: string;
  readonly setting?: string;
  /** What is written, where it is none of the fields alone. */
  readonly value?: (outgoing: Outgoing) => string;
  /** It is not written for others. */
  readonly only?: TokenKind;
  /** What its values look like, where that tells which row is meant. */
  readonly is?: RegExp;
  /** Of a key. */
  readonly form?: KeyForm;
  /** Of a key that could be both, where the program takes one of them only. */
  readonly usually?: "hex" | "base32";
  /** The file's words, in lower case, for what the console calls otherwise. */
  readonly words?: Readonly<Record<string, string>>;
  /** How the console's word is written, where that is not itself. */
  readonly written?: Readonly<Record<string, string>>;
  /** What the console has no place for. */
  readonly lost?: (value: string) => Text;
  /** Several values in one cell. */
  readonly parts?: Parts;
}

/** Values within a cell: `a|b|c` in their order, or `name=value,name=value`, each value in base64. */
export interface Parts {
  readonly separator: string;
  readonly named: boolean;
  readonly cells: readonly Cell[];
}

/** What a row holds. */
export interface RowShape {
  readonly cells: readonly Cell[];
  /** How many of its cells a row has at least; those at its end may be missing. */
  readonly least: number;
  /** Whether more of them may follow, which say nothing of the authenticator. */
  readonly open?: boolean;
  /** What holds where no cell says it. */
  readonly fixed?: Partial<Pick<Candidate, "type" | "algorithm" | "digits" | "period" | "counter">>;
  /** What is written like this. */
  readonly writes?: readonly TokenKind[];
}

export interface Layout {
  /** What the file's first line is. */
  readonly opens?: RegExp;
  /** Whether a row names the columns; then there is one shape, and the columns may come in any order. */
  readonly headed: boolean;
  readonly shapes: readonly RowShape[];
  /** What one of the first rows must have: without it, other programs' rows look the same. */
  readonly tells?: { readonly cell: number; readonly is: RegExp };
  /** Whether the other cells tell enough that a key may be anything. */
  readonly keyless?: boolean;
  /** First cells of rows that are no entries. */
  readonly ignored?: RegExp;
  /** Which hash a key of this many bytes is for, as the program guesses it; others are for SHA-1. */
  readonly hashByKey?: Readonly<Record<number, string>>;
  /** What the form of its keys says of a table that does not say it otherwise. */
  readonly typeByKey?: Readonly<Record<"hex" | "base32", string>>;
}

export interface WritingOfPreset {
  readonly extension: string;
  /** Lines before all others. */
  readonly first?: readonly string[];
  readonly lineEnd: "\n" | "\r\n";
  readonly carries: Carries;
  readonly settings: readonly Setting[];
  readonly warnings: readonly Text[];
  /** What separates cells for the program beside the separator: no value may hold it. */
  readonly alsoSplitsAt?: string;
}

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly separator: readonly ("," | ";" | "\t" | " ")[];
  readonly quoting: "none" | "needed" | "always";
  /** Whether lines that begin with # are no entries. */
  readonly comments: boolean;
  /** The first one is written. */
  readonly layouts: readonly [Layout, ...Layout[]];
  readonly read: boolean;
  readonly write: WritingOfPreset | null;
}

/** Which hash is taken, by the length of the key alone. */
export const hashOf = (hashByKey: NonNullable<Layout["hashByKey"]>, bytes: number): string =>
  hashByKey[bytes] ?? "SHA1";

/** SHA-1 alone, as most verifiers of hardware tokens. */
export const sha1: readonly Algorithm[] = ["SHA1"];
