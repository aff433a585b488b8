import { z } from "zod";
import { hasInvisible, hasTooManyMarks, mixesScripts } from "./letters-of-names.ts";

/** Bidirectional controls (UAX #9): they make text look different from what it is. */
const bidiControl = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const controlCharacter = /\p{Cc}/u;
const invisible = /[\p{C}\p{Zl}\p{Zp}]/u;
const loneSurrogate = /\p{Surrogate}/u;

/** The rules for one line that is stored: what is seen is what is there. */
const visible = (label: string, max: number) =>
  z
    .string()
    .max(max, `${label} is too long: at most ${max} characters.`)
    .refine(
      (text) => !controlCharacter.test(text) && !loneSurrogate.test(text),
      `${label} contains control characters.`,
    )
    .refine((text) => !bidiControl.test(text), `${label} contains characters that change the reading direction.`)
    .refine((text) => !hasInvisible(text), `${label} contains invisible characters. Delete it and type it again.`)
    .refine((text) => !hasTooManyMarks(text), `${label} has more marks on one letter than can be read.`);

/**
 * One line of text as a person types it: trimmed, NFC, without control and bidirectional control
 * characters. Letters of right-to-left scripts are welcome; the controls that reorder them are not.
 */
export const line = (label: string, max: number) =>
  z
    .string(`${label} is missing.`)
    .max(max * 4, `${label} is too long: at most ${max} characters.`)
    .transform((text) => text.normalize("NFC").trim())
    .pipe(visible(label, max));

/** Text of several lines: as `line`, with line breaks. */
export const lines = (label: string, max: number) =>
  z
    .string()
    .max(max * 4, `${label} is too long: at most ${max} characters.`)
    .transform((text) => text.normalize("NFC").replaceAll(/\r\n?/gu, "\n").trim())
    .pipe(
      z
        .string()
        .max(max, `${label} is too long: at most ${max} characters.`)
        .refine(
          (text) => !controlCharacter.test(text.replaceAll(/[\n\t]/gu, "")) && !loneSurrogate.test(text),
          `${label} contains control characters.`,
        )
        .refine((text) => !bidiControl.test(text), `${label} contains characters that change the reading direction.`),
    );

/** What is searched for: as `line`, but without invisible characters, which often come with pasted text. */
export const searchLine = (label: string, max: number) =>
  z
    .string(`${label} is missing.`)
    .transform((text) => text.replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cc}]+/gu, ""))
    .pipe(line(label, max));

/** The name of a person: a line without words that mix scripts. */
export const personName = (label: string, max: number) =>
  line(label, max).pipe(z.string().refine((text) => !mixesScripts(text), mixed(label)));

const mixed = (label: string): string =>
  `${label} mixes letters of different scripts in one word, so it could be mistaken for another one.`;

export const requiredLine = (label: string, max: number) =>
  line(label, max).pipe(z.string().min(1, `${label} is missing.`));

/** A sign-in or account name: no spaces, nothing invisible. Compared by `nameKey`. */
export const accountName = (label: string) =>
  requiredLine(label, 128)
    .pipe(z.string().refine((text) => !invisible.test(text), `${label} contains invisible characters.`))
    .pipe(
      z
        .string()
        .refine((text) => !/[\s:]/u.test(text), `${label} may not contain spaces or colons.`)
        .refine((text) => !mixesScripts(text), mixed(label)),
    );

export const EmailAddress = line("The e-mail address", 254).pipe(
  z.union([z.literal(""), z.email("This is not an e-mail address.")]),
);

/**
 * The form in which names are compared: NFKC, case-folded. Two names with one key are one name. `toLowerCase` after
 * `toUpperCase` folds what lower-casing alone keeps apart (ß, ς).
 */
export const nameKey = (name: string): string =>
  isAscii(name) ? name.toLowerCase() : name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");

/** True of most names: they need no Unicode tables. */
const isAscii = (text: string): boolean => /^[\0-\x7F]*$/u.test(text);

/** Letters whose accent is part of them (Unicode does not decompose them), as lists file them. */
const strokes: Readonly<Record<string, string>> = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ħ: "h" };

/** The form in which lists are sorted: the compared form without accents, so that Íñigo is filed under I. */
export const sortKey = (name: string): string =>
  isAscii(name)
    ? name.toLowerCase()
    : nameKey(name)
        .normalize("NFD")
        .replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, "")
        .replaceAll(/[łøđðþæœħ]/gu, (letter) => strokes[letter] ?? letter);
