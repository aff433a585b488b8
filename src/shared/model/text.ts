import { z } from "zod";
import type { Messages } from "../texts/en/index.ts";
import { issueOf } from "../texts/issues.ts";
import { text, type Text } from "../texts/text.ts";
import { hasInvisible, hasTooManyMarks, mixesScripts } from "./letters-of-names.ts";

/** Bidirectional controls (UAX #9): they make text look different from what it is. */
const bidiControl = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const controlCharacter = /\p{Cc}/u;
const invisible = /[\p{C}\p{Zl}\p{Zp}]/u;
const loneSurrogate = /\p{Surrogate}/u;

/** What an input is about, by its name in the catalogue. */
export type Subject = keyof Messages["subjects"];

const named = (subject: Subject): Text => ({ key: `subjects.${subject}` });

/** What a check says of an input that was not given. */
export const missing = (subject: Subject): string => issueOf(text("input.missing", { what: named(subject) }));

/** What a check says of an input that is too long, where no number helps. */
export const overlong = (subject: Subject): string => issueOf(text("input.overlong", { what: named(subject) }));

const tooLong = (subject: Subject, max: number): string =>
  issueOf(text("input.tooLong", { what: named(subject), max }));

type Fault = "controls" | "direction" | "invisible" | "invisibleInside" | "marks" | "mixed" | "spaces";

const fault = (subject: Subject, what: Fault): string =>
  issueOf({ key: `input.${what}`, facts: { what: named(subject) } });

/** The rules for one line that is stored: what is seen is what is there. */
const visible = (subject: Subject, max: number) =>
  z
    .string()
    .max(max, tooLong(subject, max))
    .refine((typed) => !controlCharacter.test(typed) && !loneSurrogate.test(typed), fault(subject, "controls"))
    .refine((typed) => !bidiControl.test(typed), fault(subject, "direction"))
    .refine((typed) => !hasInvisible(typed), fault(subject, "invisibleInside"))
    .refine((typed) => !hasTooManyMarks(typed), fault(subject, "marks"));

/**
 * One line of text as a person types it: trimmed, NFC, without control and bidirectional control
 * characters. Letters of right-to-left scripts are welcome; the controls that reorder them are not.
 */
export const line = (subject: Subject, max: number) =>
  z
    .string(missing(subject))
    .max(max * 4, tooLong(subject, max))
    .transform((typed) => typed.normalize("NFC").trim())
    .pipe(visible(subject, max));

/** Text of several lines: as `line`, with line breaks. */
export const lines = (subject: Subject, max: number) =>
  z
    .string()
    .max(max * 4, tooLong(subject, max))
    .transform((typed) => typed.normalize("NFC").replaceAll(/\r\n?/gu, "\n").trim())
    .pipe(
      z
        .string()
        .max(max, tooLong(subject, max))
        .refine(
          (typed) => !controlCharacter.test(typed.replaceAll(/[\n\t]/gu, "")) && !loneSurrogate.test(typed),
          fault(subject, "controls"),
        )
        .refine((typed) => !bidiControl.test(typed), fault(subject, "direction")),
    );

/** What is searched for: as `line`, but without invisible characters, which often come with pasted text. */
export const searchLine = (subject: Subject, max: number) =>
  z
    .string(missing(subject))
    .transform((typed) => typed.replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cc}]+/gu, ""))
    .pipe(line(subject, max));

/** The name of a person: a line without words that mix scripts. */
export const personName = (subject: Subject, max: number) =>
  line(subject, max).pipe(z.string().refine((typed) => !mixesScripts(typed), fault(subject, "mixed")));

export const requiredLine = (subject: Subject, max: number) =>
  line(subject, max).pipe(z.string().min(1, missing(subject)));

/** A sign-in or account name: no spaces, nothing invisible. Compared by `nameKey`. */
export const accountName = (subject: Subject) =>
  requiredLine(subject, 128)
    .pipe(z.string().refine((typed) => !invisible.test(typed), fault(subject, "invisible")))
    .pipe(
      z
        .string()
        .refine((typed) => !/[\s:]/u.test(typed), fault(subject, "spaces"))
        .refine((typed) => !mixesScripts(typed), fault(subject, "mixed")),
    );

export const EmailAddress = line("email", 254).pipe(
  z.union([z.literal(""), z.email(issueOf(text("input.notAnAddress")))]),
);

/**
 * The form in which names are compared: NFKC, case-folded. Two names with one key are one name. `toLowerCase` after
 * `toUpperCase` folds what lower-casing alone keeps apart (ß, ς).
 */
export const nameKey = (name: string): string =>
  isAscii(name) ? name.toLowerCase() : name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");

/** True of most names: they need no Unicode tables. */
const isAscii = (typed: string): boolean => /^[\0-\x7F]*$/u.test(typed);

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
