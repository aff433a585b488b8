import type { Count } from "#shared/contract/directory.ts";
import type { Letter, LetterLanguage, LetterState, LetterVerdict, VoidReason } from "#shared/contract/letters.ts";
import { counted } from "../../ui/format.ts";
import type { Tone } from "../../ui/StateBadge.tsx";

export const stateInWords: Record<LetterState, string> = {
  waiting: "Not used yet",
  expired: "Never used",
  used: "Used",
  void: "Void",
};

export const stateTones: Record<LetterState, Tone> = {
  waiting: "wait",
  expired: "bad",
  used: "good",
  void: "quiet",
};

/** What a state means for the person who has the letter. */
export const stateMeaning: Record<LetterState, string> = {
  waiting: "The person has not confirmed a code yet. The letter can be used until it expires.",
  expired: "The time ran out before a code was confirmed. The letter no longer works.",
  used: "A code was confirmed: the authenticator is active and the letter has done its work.",
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

export const verdictInWords: Record<LetterVerdict["verdict"], string> = {
  done: "Letter",
  unchanged: "Unchanged",
  refused: "Refused",
};

export const verdictTones: Record<LetterVerdict["verdict"], Tone> = {
  done: "good",
  unchanged: "quiet",
  refused: "bad",
};

/** `12 letters`, or `At least 10,000 letters` where nobody counted to the end. */
export const countInWords = ({ count, exact }: Count, one: string, many: string): string =>
  exact ? counted(count, one, many) : `At least ${counted(count, one, many)}`;

/** What cannot be used any more; null when nothing is. */
export const voidedInWords = (letters: number, when: "will become" | "became"): string | null =>
  letters === 0 ? null : `${counted(letters, "letter", "letters")} that could still be used ${when} void.`;

export const lettersCounted = (count: number): string => counted(count, "letter", "letters");
