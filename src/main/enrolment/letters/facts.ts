import type { PaperSize } from "../../sheets/paper.ts";
import type { TokenParameters } from "../../twofactor/totp.ts";
import type { LetterWords } from "./words/words.ts";

/** What one letter says about one person. */
export interface LetterFacts {
  /** Empty without one. */
  name: string;
  username: string;
  organisation: string;
  serial: string;
  /** The last day, in words. */
  expires: string;
  /** The key in base32, for typing. */
  key: string;
  /** Modules of the QR code: see `qrRows`. */
  rows: readonly string[];
  parameters: TokenParameters;
}

/** What all letters of a run have in common. */
export interface LetterStyle {
  words: LetterWords;
  /** Its size in pixels; null without one. */
  logo: { width: number; height: number } | null;
  /** Texts of the template; empty: the language's default text. */
  title: string;
  introduction: string;
  closing: string;
  paper: PaperSize;
  /** Whether there is a return slip. */
  slip: boolean;
}

/** Replaces `{name}`, `{username}`, `{organisation}`, `{serial}` and `{expires}` by the person's facts. */
export function fillIn(text: string, facts: LetterFacts): string {
  const { username, organisation, serial, expires } = facts;
  const values: Record<string, string> = { name: facts.name || username, username, organisation, serial, expires };
  return text.replaceAll(/\{(name|username|organisation|serial|expires)\}/gu, (_all, key: string) => values[key] ?? "");
}
