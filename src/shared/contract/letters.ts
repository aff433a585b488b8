import { z } from "zod";
import { issueOf } from "../texts/issues.ts";
import { Text } from "../texts/schemas.ts";
import { text } from "../texts/text.ts";
import { LetterId, LetterTemplateId, TokenId, UserId } from "../model/ids.ts";
import { everyRole, Timestamp } from "../model/records.ts";
import { line, lines, requiredLine, searchLine } from "../model/text.ts";
import { Progress } from "./audit.ts";
import { Count, maxVerdicts, Selection, Sums } from "./directory.ts";
import { mutation, query } from "./procedure.ts";
import { tokenParameters } from "./twofactor.ts";

const manage = ["owner", "operator"] as const;
const file = z.string().min(1).max(4096);

/** BCP 47; the fixed words of a letter exist in these languages. */
export const LetterLanguage = z.enum(["en", "de", "fr", "es"]);
export type LetterLanguage = z.infer<typeof LetterLanguage>;

/** A PNG or JPEG picture in base64; at most 512 KiB. */
const Logo = z
  .string()
  .max(700_000, issueOf(text("input.pictureTooLarge")))
  .regex(/^(?:iVBORw0KGgo|\/9j\/)[A-Za-z0-9+/]*={0,2}$/u, issueOf(text("input.notAPicture")));

/**
 * An owner's text may contain the placeholders {name}, {username}, {organisation}, {serial} and {expires}; any other
 * brace is printed as it is.
 */
const templateFields = {
  name: requiredLine("name", 60),
  language: LetterLanguage,
  logo: Logo.nullable(),
  /** Head of the letter; empty: the language's default text. */
  title: line("title", 120),
  /** Before the steps; empty: the language's default text. */
  introduction: lines("introduction", 2000),
  /** After the steps: whom to ask, for example. */
  closing: lines("closing", 2000),
};

export const LetterTemplate = z.strictObject({ id: LetterTemplateId, ...templateFields, updatedAt: Timestamp });
export type LetterTemplate = z.infer<typeof LetterTemplate>;

/** What one page shows, in points from its upper left corner, in drawing order. */
export const PageMark = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("text"),
    x: z.number(),
    /** Of the baseline. */
    y: z.number(),
    text: z.string(),
    size: z.number().positive(),
    /** Of the whole text as the PDF sets it. */
    width: z.number().nonnegative(),
    face: z.enum(["text", "heading", "code"]),
    colour: z.string(),
  }),
  z.strictObject({
    kind: z.literal("rect"),
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
    colour: z.string(),
    filled: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("line"),
    x: z.number(),
    y: z.number(),
    x2: z.number(),
    y2: z.number(),
    colour: z.string(),
    dashed: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("logo"), x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  /** Rows of modules, "1" for dark; `size` is the side. */
  z.strictObject({ kind: z.literal("qr"), x: z.number(), y: z.number(), size: z.number(), rows: z.array(z.string()) }),
]);
export type PageMark = z.infer<typeof PageMark>;

export const PagePreview = z.strictObject({
  width: z.number().positive(),
  height: z.number().positive(),
  marks: z.array(PageMark),
});
export type PagePreview = z.infer<typeof PagePreview>;

/**
 * `waiting`: not used yet; `expired`: never used in time; `used`: its code was confirmed; `void`: reprinted or
 * withdrawn.
 */
export const LetterState = z.enum(["waiting", "expired", "used", "void"]);
export type LetterState = z.infer<typeof LetterState>;

/**
 * Why a letter or a pending enrolment is void. `reprinted`: a newer letter was made; `withdrawn`: by an administrator;
 * `enrolled`: the person was enrolled in another way; `left`: the person has left; `guessed`: too many wrong codes were
 * tried.
 */
export const VoidReason = z.enum(["reprinted", "withdrawn", "enrolled", "left", "guessed"]);
export type VoidReason = z.infer<typeof VoidReason>;

export const Letter = z.strictObject({
  id: LetterId,
  /** Printed on the letter and its return slip. */
  serial: z.string(),
  userId: UserId,
  username: z.string(),
  name: z.string(),
  tokenId: TokenId.nullable(),
  state: LetterState,
  printedAt: Timestamp,
  expiresAt: Timestamp,
  voidedAt: Timestamp.nullable(),
  /** Null also if an older version did not record it. */
  voidReason: VoidReason.nullable(),
});
export type Letter = z.infer<typeof Letter>;

export const LetterVerdict = z.strictObject({
  userId: UserId,
  username: z.string(),
  name: z.string(),
  verdict: z.enum(["done", "unchanged", "refused"]),
  /** Why; for `done` which letters become void, or null. */
  message: Text.nullable(),
  /** Of the letter that was made, or that the person has already; null if there is none. */
  serial: z.string().nullable(),
});
export type LetterVerdict = z.infer<typeof LetterVerdict>;

/** How many usable letters become void. */
const voidedLetters = z.int().nonnegative();

export const LetterReport = z.strictObject({
  sums: Sums,
  voidedLetters,
  /** Refused ones first; at most `maxVerdicts`. */
  rows: z.array(LetterVerdict).max(maxVerdicts),
  /** What was written: the one file, or the folder. Null if no letter was made. */
  path: z.string().nullable(),
  pages: z.int().nonnegative(),
  /** Whether other accounts of this computer can look into the folder with the letters. */
  exposed: z.boolean(),
});
export type LetterReport = z.infer<typeof LetterReport>;

const issueInput = z.strictObject({
  selection: Selection,
  /** One PDF with a page each (`file`), or one PDF each in a folder. */
  into: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("file"), file }),
    z.strictObject({ kind: z.literal("folder"), folder: file }),
  ]),
  template: LetterTemplateId.optional(),
  ...tokenParameters,
  /**
   * People who have an active authenticator count as unchanged unless this is true: then the letter's authenticator
   * replaces it when it is confirmed.
   */
  replace: z.boolean().optional(),
  /** People whose letter can still be used count as unchanged unless this is true: then the newer letter voids it. */
  reprint: z.boolean().optional(),
});

export const letters = {
  /**
   * A pending authenticator and a letter for each. All are there with their letters, or none: the files are complete
   * before the enrolments are committed. CONFLICT if one of the people was changed or got a letter meanwhile: then
   * nothing is committed, and nothing becomes void.
   */
  issue: mutation({ input: issueInput, output: LetterReport, allow: manage, progress: Progress }),
  /** What `issue` would do; changes nothing. */
  preview: query({
    input: issueInput.omit({ into: true }),
    output: z.strictObject({ sums: Sums, voidedLetters, rows: z.array(LetterVerdict).max(maxVerdicts) }),
    allow: manage,
    progress: Progress,
  }),
  /** New secrets for letters that got lost: the older letters are void at once. */
  reprint: mutation({
    input: z.strictObject({
      letters: z.array(LetterId).min(1).max(10_000),
      into: issueInput.shape.into,
      template: LetterTemplateId.optional(),
    }),
    output: LetterReport,
    allow: manage,
    progress: Progress,
  }),
  /** Withdraws letters that were not used: their secrets are erased. */
  void: mutation({
    input: z.strictObject({ letters: z.array(LetterId).min(1).max(10_000) }),
    output: z.strictObject({ voided: z.int().nonnegative() }),
    allow: manage,
  }),
  /** Newest first. */
  list: query({
    input: z.strictObject({
      state: LetterState.optional(),
      userId: UserId.optional(),
      /** The beginning of a serial, or of a username. */
      search: searchLine("search", 100).optional(),
      limit: z.int().min(1).max(200).optional(),
      cursor: z.string().max(256).optional(),
    }),
    output: z.strictObject({
      rows: z.array(Letter),
      nextCursor: z.string().nullable(),
      total: Count.nullable(),
    }),
    allow: everyRole,
  }),
  /** By name. There is always one; the first is used if none is named. */
  templates: query({
    input: z.strictObject({}),
    output: z.strictObject({ templates: z.array(LetterTemplate) }),
    allow: everyRole,
  }),
  saveTemplate: mutation({
    input: z.strictObject({ id: LetterTemplateId.optional(), ...templateFields }),
    output: LetterTemplate,
    allow: ["owner"],
  }),
  /** The last one cannot be removed. */
  deleteTemplate: mutation({
    input: z.strictObject({ id: LetterTemplateId }),
    output: z.strictObject({}),
    allow: ["owner"],
  }),
  /** A page for a made-up person, as it would be printed. Its QR code contains no secret. */
  previewTemplate: query({
    input: z.strictObject(templateFields),
    output: PagePreview,
    allow: manage,
  }),
};
