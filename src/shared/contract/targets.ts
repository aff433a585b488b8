import { z } from "zod";
import { TokenId, UserId } from "../model/ids.ts";
import { TokenKind, Algorithm } from "../model/records.ts";
import { Text } from "../texts/text.ts";
import { Progress } from "./audit.ts";
import { Selection } from "./directory.ts";
import { mutation, query } from "./procedure.ts";

const manage = ["owner", "operator"] as const;
const path = z.string().min(1).max(4096);

/** A format's id. */
const FormatId = z.string().min(1).max(40);

/** By the names of the format's settings. */
const Settings = z.record(z.string().max(40), z.string().max(4096));

const FormatSetting = z.strictObject({
  name: z.string(),
  label: Text,
  /** What is written where nothing is given; null: it has to be given. */
  usual: z.string().nullable(),
  secret: z.boolean(),
  /** Its values, where there are only some. */
  choices: z.array(z.string()).nullable(),
});

/** A foreign format: what it is called, whether it is read, and what can be written with it. */
export const FormatFacts = z.strictObject({
  id: z.string(),
  title: z.string(),
  reads: z.boolean(),
  writes: z
    .strictObject({
      /** `folder`: one file for each person. */
      form: z.enum(["file", "folder"]),
      /** Usual ending of the file's name, without a dot. */
      extension: z.string(),
      /** Whether whoever has the file can read the keys in it. */
      plain: z.boolean(),
      settings: z.array(FormatSetting),
      /** What the verifier does differently from this console. */
      warnings: z.array(Text),
      kinds: z.array(TokenKind),
      algorithms: z.array(Algorithm),
      digits: z.array(z.int()),
      /** Seconds. */
      periods: z.array(z.int()),
      /** Lengths of a key in bytes. */
      keyBytes: z.strictObject({ least: z.int(), most: z.int() }),
      owner: z.boolean(),
    })
    .nullable(),
});
export type FormatFacts = z.infer<typeof FormatFacts>;

/** An authenticator that does not go, and all reasons why. */
export const LeftOut = z.strictObject({
  userId: UserId,
  username: z.string(),
  tokenId: TokenId,
  label: z.string(),
  reasons: z.array(Text).min(1),
});
export type LeftOut = z.infer<typeof LeftOut>;

/** `authenticators` is the sum of the two that follow it. Only active ones are counted. */
export const ExportSums = z.strictObject({
  people: z.int().nonnegative(),
  authenticators: z.int().nonnegative(),
  go: z.int().nonnegative(),
  leftOut: z.int().nonnegative(),
});
export type ExportSums = z.infer<typeof ExportSums>;

/** At most this many are named; the sums count all. */
export const mostLeftOut = 10_000;

const asked = {
  format: FormatId,
  /** All people who are active, if omitted. */
  selection: Selection.optional(),
  /** What a format can hold may depend on them: one kind of codes for a file. */
  settings: Settings.optional(),
};

export const Preflight = z.strictObject({
  format: z.string(),
  title: z.string(),
  sums: ExportSums,
  leftOut: z.array(LeftOut).max(mostLeftOut),
  warnings: z.array(Text),
});
export type Preflight = z.infer<typeof Preflight>;

export const targets = {
  /** Every foreign format, in the order of their titles. */
  formats: query({
    input: z.strictObject({}),
    output: z.strictObject({ formats: z.array(FormatFacts) }),
    allow: manage,
  }),
  /** Which authenticators could go into a format, and which could not and why. Writes nothing. */
  preflight: query({ input: z.strictObject(asked), output: Preflight, allow: manage, progress: Progress }),
  /**
   * Writes the keys of active authenticators to a new file or folder, 0600. What the format cannot hold is left out and
   * counted.
   */
  export: mutation({
    input: z.strictObject({ ...asked, to: path }),
    output: Preflight.extend({
      /** The new file or folder. */
      to: z.string(),
      files: z.array(
        z.strictObject({ name: z.string(), bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/u) }),
      ),
    }),
    allow: manage,
    stepUp: "export",
    countersign: true,
    progress: Progress,
  }),
};
