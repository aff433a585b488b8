import { z } from "zod";
import { SeedImportId, UserId } from "../model/ids.ts";
import { Algorithm, Digits, Period, Timestamp } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
import { Text } from "../texts/schemas.ts";
import { Progress } from "./audit.ts";
import { mutation, query } from "./procedure.ts";

const manage = ["owner", "operator"] as const;
const file = z.string().min(1).max(4096);

/** Number of an entry in its file, from 1; in a table, the row as a spreadsheet counts it. */
const EntryNumber = z.int().positive();

/** What a column of a table of seeds can be. */
export const SeedField = z.enum([
  "serial",
  "secret",
  "type",
  "algorithm",
  "digits",
  "period",
  "counter",
  "model",
  "issuer",
  "account",
  "username",
  "name",
  "email",
  "externalId",
]);
export type SeedField = z.infer<typeof SeedField>;

/** Field -> index of its column, from 0. */
export const SeedColumns = z.partialRecord(SeedField, z.int().min(0).max(999));
export type SeedColumns = z.infer<typeof SeedColumns>;

/** What holds for each entry of a table that does not say it: a maker's file has often neither kind nor step. */
export const Unsaid = z.strictObject({
  type: z.enum(["totp", "hotp"]).optional(),
  algorithm: Algorithm.optional(),
  digits: Digits.optional(),
  /** Seconds. */
  period: Period.optional(),
  /** Of HOTP: the next one; 0 for tokens that come from the factory. */
  counter: z.int().nonnegative().optional(),
});
export type Unsaid = z.infer<typeof Unsaid>;

const opening = {
  /** A file, or a folder of files that are one import. */
  file,
  /** Further files of the same import: pictures of one export, a file for each person. */
  moreFiles: z.array(file).max(9_999).optional(),
  /** A format's id; found out from the content if omitted. */
  format: z.string().max(40).optional(),
  /** What opens the file, exactly as its program takes it: a password, or a key in hex. */
  passphrase: z.string().min(1).max(4096).optional(),
  /** Agrees to a derivation that takes more than 256 MiB of memory. */
  acceptCost: z.boolean().optional(),
  /** Of a table whose columns its format does not fix; the file is read as one then, whatever it looks like. */
  columns: SeedColumns.optional(),
  unsaid: Unsaid.optional(),
  /** How keys are written, where they could be both. */
  secretForm: z.enum(["hex", "base32"]).optional(),
};

/** Whom an entry of the file is for. By hand, before what the file says. */
const Assignment = z.strictObject({ at: EntryNumber, username: z.string().min(1).max(256) });

const options = {
  ...opening,
  /**
   * What becomes of an entry whose owner is nobody in the directory: it is left out, or a person is created for it.
   * `leave` if omitted.
   */
  unmatched: z.enum(["leave", "create"]).optional(),
  /** Owners that somebody names by hand. */
  assign: z.array(Assignment).max(100_000).optional(),
  /** Entries that are left out on purpose. */
  leaveOut: z.array(EntryNumber).max(100_000).optional(),
  /** Only what is of these people, by what the file says: username, e-mail, external id or account. Others are left out. */
  only: z.array(z.string().min(1).max(256)).min(1).max(1000).optional(),
  /** `pending`: they count only after a first code. `active` if omitted. */
  arrive: z.enum(["active", "pending"]).optional(),
  /**
   * Whether hardware tokens go into the inventory: those with a serial number and without an owner (`unowned`, if
   * omitted), or every entry with a serial number (`all`), or none (`none`).
   */
  stock: z.enum(["unowned", "all", "none"]).optional(),
};

/**
 * - `create`: a new authenticator of a person, or a new hardware token in the inventory
 * - `unchanged`: it is there already, with the same key and the same parameters
 * - `leftOut`: nobody in the directory is its owner, or somebody left it out
 * - `refused`: it cannot be kept as it is
 */
export const SeedVerdict = z.enum(["create", "unchanged", "leftOut", "refused"]);
export type SeedVerdict = z.infer<typeof SeedVerdict>;

/** Somebody who may be meant by an entry that is nobody's. Offered, never taken without being asked. */
const LikelyOwner = z.strictObject({ id: UserId, username: z.string(), name: z.string() });
export type LikelyOwner = z.infer<typeof LikelyOwner>;

export const SeedResult = z.strictObject({
  at: EntryNumber,
  verdict: SeedVerdict,
  issuer: z.string(),
  account: z.string(),
  /** `totp`, `hotp`, or what the file calls it. */
  type: z.string(),
  algorithm: Algorithm.nullable(),
  digits: Digits.nullable(),
  /** Seconds; null for HOTP. */
  period: Period.nullable(),
  /** Of HOTP: the next one. */
  counter: z.int().nonnegative().nullable(),
  /** Of a hardware token; empty without one. */
  serial: z.string(),
  /** Whose it will be; null for the inventory, and where nobody is. */
  owner: z
    .strictObject({
      /** Null for a person who is created. */
      id: UserId.nullable(),
      username: z.string(),
      name: z.string(),
    })
    .nullable(),
  /** Where it goes; null where it goes nowhere. */
  into: z.enum(["person", "inventory"]).nullable(),
  /** What the file says of its owner: a username, a name, an e-mail address, an external id. */
  said: z.array(z.string()),
  /** Whether it needs an owner, and nobody in the directory is found to be theirs. */
  ownerless: z.boolean(),
  /** Of the first such entries of a dry run: who may be meant, the likeliest first. */
  likely: z.array(LikelyOwner),
  /** Why it is left out, refused, or there already. */
  reason: Text.nullable(),
  /** What somebody should know who imports it: the same key elsewhere, what the policy would not allow. */
  remarks: z.array(Text),
  /** What the file says of it and the console does not keep. */
  notKept: z.array(Text),
});
export type SeedResult = z.infer<typeof SeedResult>;

/** `entries` is the sum of the four that follow it. */
export const SeedSums = z.strictObject({
  entries: z.int().nonnegative(),
  create: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  leftOut: z.int().nonnegative(),
  refused: z.int().nonnegative(),
  /** Of `create`: how many go into the inventory. */
  inventory: z.int().nonnegative(),
  /** How many people are created. */
  people: z.int().nonnegative(),
});
export type SeedSums = z.infer<typeof SeedSums>;

export const SeedReport = z.strictObject({
  /** The format's id. */
  format: z.string(),
  /** Its name, as its program has it. */
  title: z.string(),
  sums: SeedSums,
  /** How many entries need an owner, and nobody in the directory is theirs: whatever becomes of them. */
  ownerless: z.int().nonnegative(),
  /** In the file's order; with `most`, the first of each verdict. */
  entries: z.array(SeedResult),
  /** SHA-256 of the file in hex: what was checked is what is imported. */
  digest: z.string().regex(/^[0-9a-f]{64}$/u),
});
export type SeedReport = z.infer<typeof SeedReport>;

export const SeedImportRecord = z.strictObject({
  id: SeedImportId,
  at: Timestamp,
  by: z.string(),
  /** The file's name without its folder. */
  fileName: z.string(),
  format: z.string(),
  sums: SeedSums,
  /** `undoable`: nothing else has used or changed what it created. */
  state: z.enum(["undoable", "touched", "undone"]),
});
export type SeedImportRecord = z.infer<typeof SeedImportRecord>;

/** What is remembered of a table's columns, for the next table with the same headings. No value of a table is in it. */
export const SeedPreset = z.strictObject({
  name: z.string(),
  /** Field -> heading of its column. */
  headers: z.partialRecord(SeedField, z.string().min(1).max(200)),
  /** How keys are written, where the table does not say it. */
  secretForm: z.enum(["hex", "base32"]).optional(),
  unsaid: Unsaid.optional(),
});
export type SeedPreset = z.infer<typeof SeedPreset>;

/** What a table of seeds is, for whoever says what its columns are. No part of a key is in it. */
export const SeedTable = z.strictObject({
  /** Number of the row that names the columns; null without one. */
  headerRow: z.int().positive().nullable(),
  columns: z.array(
    z.strictObject({
      index: z.int().nonnegative(),
      /** Empty where no row names the columns. */
      header: z.string(),
      /** The first values; dots where they may be secrets. */
      samples: z.array(z.string()),
    }),
  ),
  /** What each column is taken for. */
  mapping: SeedColumns,
  /** How its keys are written, as far as its beginning shows it; `either`: each of them could be both. */
  keys: z.enum(["hex", "base32", "either"]).nullable(),
  /** What was remembered for these headings, and was taken for `mapping`; null if nothing was, or nothing fits. */
  preset: SeedPreset.nullable(),
});
export type SeedTable = z.infer<typeof SeedTable>;

const asked = {
  ...options,
  /** How many entries of each verdict are told; all if omitted. The sums count all. */
  most: z.int().min(0).max(10_000).optional(),
};

export const seeds = {
  /** What the columns of a table of seeds are; null for a file that is none. Reads its beginning. */
  inspect: query({
    input: z.strictObject({
      file,
      columns: SeedColumns.optional(),
      /** Name of the preset that is taken; the one that fits best if omitted. */
      preset: z.string().max(60).optional(),
    }),
    output: z.strictObject({ table: SeedTable.nullable() }),
    allow: manage,
  }),
  /** What becomes of every entry as `run` would do it now; changes nothing in the store. */
  dryRun: query({
    input: z.strictObject({
      ...asked,
      /** Where a table with the result of every entry is written. No part of a key is in it. */
      report: file.optional(),
    }),
    output: SeedReport,
    allow: manage,
    progress: Progress,
  }),
  /** In one transaction: everything that can be kept, or nothing. */
  run: mutation({
    safetyBackup: "import",
    input: z.strictObject({ ...asked, digest: SeedReport.shape.digest.optional() }),
    output: SeedReport.extend({ importId: SeedImportId.nullable() }),
    allow: manage,
    progress: Progress,
  }),
  /** Newest first. */
  list: query({
    input: z.strictObject({}),
    output: z.strictObject({ imports: z.array(SeedImportRecord) }),
    allow: manage,
  }),
  /** Removes what it created; only while nothing of it was used or changed. */
  undo: mutation({
    input: z.strictObject({ id: SeedImportId }),
    output: SeedImportRecord,
    allow: manage,
    progress: Progress,
  }),
  presets: query({
    input: z.strictObject({}),
    output: z.strictObject({ presets: z.array(SeedPreset) }),
    allow: manage,
  }),
  /** Replaces one of the same name. */
  savePreset: mutation({
    input: SeedPreset.extend({ name: requiredLine("name", 60) }),
    output: SeedPreset,
    allow: manage,
  }),
  deletePreset: mutation({
    input: z.strictObject({ name: z.string().max(60) }),
    output: z.strictObject({}),
    allow: manage,
  }),
};
