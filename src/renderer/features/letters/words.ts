import type { Count } from "#shared/contract/directory.ts";
import type { Letter, LetterLanguage, LetterState, VoidReason } from "#shared/contract/letters.ts";
import { counted } from "../../ui/format.ts";
import type { Tone } from "../../ui/StateBadge.tsx";

export const stateInWords: Record<LetterState, string> = {
  waiting: "Not used yet",
  expired: "Expired",
  used: "Used",
  void: "Void",
};

export const stateTones: Record<LetterState, Tone> = {
  waiting: "wait",
  expired: "bad",
  used: "good",
  void: "quiet",
};

/** What a state means for the letter's person. */
export const stateMeaning: Record<LetterState, string> = {
  waiting: "No code has been confirmed yet. The letter can be used until it expires.",
  expired: "It expired before a code was confirmed. The letter no longer works.",
  used: "A code was confirmed and the authenticator is active.",
  void: "Its QR code no longer works.",
};

const voidReasons: Record<VoidReason, string> = {
  reprinted: "A newer letter was printed",
  withdrawn: "An administrator withdrew it",
  enrolled: "The person was enrolled in another way",
  left: "The person has left",
  guessed: "Too many wrong codes were tried",
};

/** What a letter's state means, and why it is void. */
export const meaningOf = ({ state, voidReason }: Pick<Letter, "state" | "voidReason">): string =>
  voidReason === null ? stateMeaning[state] : `${voidReasons[voidReason]}. ${stateMeaning.void}`;

export const languageInWords: Record<LetterLanguage, string> = {
  en: "English",
  de: "German",
  fr: "French",
  es: "Spanish",
};

/** `12 letters`, or `At least 10,000 letters` if the count is not exact. */
export const countInWords = ({ count, exact }: Count, one: string, many: string): string =>
  exact ? counted(count, one, many) : `At least ${counted(count, one, many)}`;

/** What can no longer be used; null if nothing. */
export const voidedInWords = (letters: number, when: "will become" | "became"): string | null =>
  letters === 0 ? null : `${counted(letters, "unused letter", "unused letters")} ${when} void.`;

export const lettersCounted = (count: number): string => counted(count, "letter", "letters");

/** How many of the selected letters an action skips. */
export const leftOutInWords = (count: number): string =>
  `Not included, because already used or void: ${lettersCounted(count)}.`;
