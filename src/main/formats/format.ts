import type { SeedColumns, Unsaid } from "#shared/contract/seeds.ts";
import type { Algorithm, Digits, Period, TokenKind } from "#shared/model/records.ts";
import type { Text } from "#shared/texts/text.ts";
import type { CallOptions } from "../base/ports.ts";
import type { Source } from "./source.ts";

/** A secret in the form that its file has it in. Text may hold spaces and padding, in any case. */
export type Secret =
  | { readonly bytes: Uint8Array }
  | { readonly base32: string }
  | { readonly hex: string }
  | { readonly base64: string };

/** Whose an authenticator is, as far as a file says it. */
export interface Owner {
  username: string;
  name: string;
  email: string;
  externalId: string;
}

/** An entry as its file has it. What the file leaves out stays out: nothing is filled in before it is judged. */
export interface Candidate {
  /** Its number in the file, from 1; in a table, the row as a spreadsheet counts it. */
  readonly at: number;
  /** What makes its codes, as the file calls it: `totp`, `HOTP`, `steam` … */
  readonly type: string;
  readonly issuer?: string | undefined;
  readonly account?: string | undefined;
  /** What its owner calls it; otherwise it is called after its issuer. */
  readonly label?: string | undefined;
  readonly secret?: Secret | undefined;
  /** In any of the spellings in use: `SHA1`, `sha-256`, `HmacSHA512` … */
  readonly algorithm?: string | undefined;
  readonly digits?: number | undefined;
  /** Seconds. */
  readonly period?: number | undefined;
  /** Of HOTP: the next one (RFC 4226 5.1). */
  readonly counter?: number | undefined;
  /** Of TOTP: the last time step whose code was accepted. */
  readonly lastStep?: number | undefined;
  /** Of a hardware token. */
  readonly serial?: string | undefined;
  readonly model?: string | undefined;
  readonly owner?: Partial<Owner> | undefined;
  /** It exists there, and is switched off. */
  readonly disabled?: boolean | undefined;
  /** In the clear. */
  readonly backupCodes?: readonly string[] | undefined;
  /** What the file says of it and the console has no place for: groups, icons, notes. */
  readonly notKept?: readonly Text[] | undefined;
  /** Why it cannot be kept, where only the format knows: its MAC is wrong, its key is not in the file. */
  readonly fault?: Text | undefined;
}

/** An entry that can be kept whole. */
export interface Entry {
  readonly verdict: "kept";
  readonly at: number;
  readonly kind: TokenKind;
  readonly issuer: string;
  readonly account: string;
  readonly label: string;
  /** The key in the clear; whoever takes the entry wipes it. */
  readonly seed: Buffer;
  readonly algorithm: Algorithm;
  readonly digits: Digits;
  readonly period: Period;
  /** Of HOTP: the next one; null for TOTP. */
  readonly counter: number | null;
  readonly lastStep: number | null;
  readonly serial: string;
  readonly model: string;
  readonly owner: Owner;
  readonly disabled: boolean;
  readonly backupCodes: readonly string[];
  readonly notKept: readonly Text[];
}

/** An entry that cannot be kept as it is: it is named, and never changed to something near. */
export interface RefusedEntry {
  readonly verdict: "refused";
  readonly at: number;
  readonly issuer: string;
  readonly account: string;
  /** As the file calls it. */
  readonly type: string;
  readonly reason: Text;
}

/** What somebody gives beside the file. */
export interface Opening {
  /** Of a table whose columns its format does not fix: field -> index of its column, from 0. Null: as its heads say. */
  readonly columns: SeedColumns | null;
  /** How keys are written where they could be both: `2-7a-f` alone is hex and base32. Null: nobody has said. */
  readonly secretForm: "hex" | "base32" | null;
  readonly unsaid?: Unsaid | undefined;
  /** What opens the file: a password, or a key in hex; null: nothing was given. */
  readonly passphrase: string | null;
  /** Whether a derivation that takes more than `usualMemory` may be done, up to the ceiling (`derive.ts`). */
  readonly acceptCost: boolean;
  /** A private folder, for what cannot be read in memory and must not outlive the reading. */
  readonly workspace: string;
  readonly signal: AbortSignal;
  /** Of long work before the first entry. */
  readonly onProgress?: CallOptions["onProgress"];
}

/** An authenticator that leaves the console. */
export interface Outgoing {
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly externalId: string;
  readonly label: string;
  /** Of a hardware token; otherwise one that is made for it, and stays the same. */
  readonly serial: string;
  readonly hardware: boolean;
  readonly model: string;
  /** The organisation's name for apps. */
  readonly issuer: string;
  /** The name that apps show beside it. */
  readonly account: string;
  readonly kind: TokenKind;
  readonly algorithm: Algorithm;
  readonly digits: Digits;
  readonly period: Period;
  /** In the clear; whoever made it wipes it. */
  readonly seed: Buffer;
  /** Of HOTP: the next one; 0 for TOTP. */
  readonly counter: number;
  /** The last time step whose code was accepted here, or null. */
  readonly lastStep: number | null;
  /** Steps that the authenticator's clock is ahead (positive) or behind. */
  readonly drift: number;
  /** UTC milliseconds. */
  readonly createdAt: number;
}

/** Which parameters a format can hold. What does not fit is refused before anything is written. */
export interface Carries {
  readonly kinds: readonly TokenKind[];
  readonly algorithms: readonly Algorithm[];
  readonly digits: readonly Digits[];
  readonly periods: readonly Period[];
  /** Lengths of a key in bytes. */
  readonly keyBytes: { readonly least: number; readonly most: number };
  /** Whether it names whose an authenticator is. */
  readonly owner: boolean;
  /** How many authenticators one person can have in it; null: any number. */
  readonly perPerson: number | null;
  /** What else keeps an authenticator out: the form of a serial number, letters of a name. Null: nothing. */
  readonly refuses?: (outgoing: Outgoing, settings: Settings) => Text | null;
}

/** A piece of what is written. */
export interface Piece {
  /** Name of the file in the folder; absent where the format is one file. */
  readonly file?: string;
  readonly data: string | Uint8Array;
}

/** What a target needs to be told beside the authenticators, by the names in `settings`. */
export type Settings = Readonly<Record<string, string>>;

export interface Setting {
  readonly name: string;
  readonly label: Text;
  /** Written instead where nothing is given; null: it has to be given. */
  readonly usual: string | null;
  /** It is kept nowhere, and asked for each time. */
  readonly secret: boolean;
  /** Its values, where there are only some; others are refused. */
  readonly choices?: readonly string[];
  /** Why a value cannot be taken, or null. */
  readonly refuses?: (value: string) => Text | null;
}

export interface Writing {
  /** `folder`: several files, in most formats one for each person. */
  readonly form: "file" | "folder";
  /** Usual ending of the file's name, without a dot. */
  readonly extension: string;
  /** Whether the keys in it are readable by whoever has the file. */
  readonly plain: boolean;
  readonly carries: Carries;
  readonly settings: readonly Setting[];
  /** What the verifier does differently from the console, and whoever hands the file over must know. */
  readonly warnings: readonly Text[];
  /** Writes authenticators as they come, those of a person one after the other; memory stays constant. */
  write(entries: AsyncIterable<Outgoing>, settings: Settings): AsyncIterable<Piece>;
}

/** One foreign format. What it is and where that is written down: its page in docs/formats. */
export interface Format {
  /** Lower case letters, digits and hyphens. */
  readonly id: string;
  /** Proper names of the program and its form, which no language translates: `Aegis`. */
  readonly title: string;
  readonly read: Reading | null;
  readonly write: Writing | null;
}

export interface Reading {
  /** Whether a file is of this format, by its content alone. */
  detect(source: Source): boolean;
  /**
   * The entries in their order, as they come.
   *
   * @throws AppError FORMAT_UNREADABLE, FORMAT_PASSPHRASE_REQUIRED, FORMAT_PASSPHRASE_WRONG, COST_REFUSED, CANCELLED
   */
  read(source: Source, opening: Opening): AsyncIterable<Candidate>;
  /**
   * Several files as one, where they belong together: pictures of one export, a file for each person. A file that cannot
   * be read is an entry that cannot be kept.
   *
   * @param sources of this format, each valid until the next one is asked for
   */
  together?(sources: AsyncIterable<Source>, opening: Opening): AsyncIterable<Candidate>;
}
