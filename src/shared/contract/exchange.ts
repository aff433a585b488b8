import { z } from "zod";
import { ImportId } from "../model/ids.ts";
import { Timestamp } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
import { Progress } from "./audit.ts";
import { Selection } from "./directory.ts";
import { mutation, query } from "./procedure.ts";

const manage = ["owner", "operator"] as const;
const file = z.string().min(1).max(4096);

/** What a column of a table can be. */
export const ImportField = z.enum([
  "username",
  "name",
  "firstName",
  "lastName",
  "email",
  "externalId",
  "groups",
  "status",
  "notes",
]);
export type ImportField = z.infer<typeof ImportField>;

export const Encoding = z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"]);
export type Encoding = z.infer<typeof Encoding>;
export const Delimiter = z.enum([",", ";", "\t", "|"]);
export type Delimiter = z.infer<typeof Delimiter>;

/** How a file is read. What is left out is found out from the file. */
const reading = {
  encoding: Encoding.optional(),
  delimiter: Delimiter.optional(),
  /** Whether the first row names the columns; true when left out. */
  header: z.boolean().optional(),
};

/** Field -> index of the column, from 0. */
export const Mapping = z.partialRecord(ImportField, z.int().min(0).max(999));
export type Mapping = z.infer<typeof Mapping>;

export const maxColumns = 1000;

const CsvColumn = z.strictObject({
  index: z.int().nonnegative(),
  /** As in the file; empty without a header row. */
  header: z.string(),
  /** The first values, shortened. */
  samples: z.array(z.string()),
});

export const CsvFacts = z.strictObject({
  encoding: Encoding,
  delimiter: Delimiter,
  header: z.boolean(),
  columns: z.array(CsvColumn),
  /** From the headers' names, or from the preset that was made for such headers. */
  mapping: Mapping,
  /** Name of the preset that the mapping comes from. */
  preset: z.string().nullable(),
  sizeBytes: z.int().nonnegative(),
});
export type CsvFacts = z.infer<typeof CsvFacts>;

const importOptions = {
  file,
  ...reading,
  mapping: Mapping,
  /** By what a row finds its user; `username` when left out. */
  matchBy: z.enum(["username", "externalId"]).optional(),
  /** Whether rows of known users change them; true when left out. Without it they count as unchanged. */
  update: z.boolean().optional(),
  /** Whether groups that do not exist are made; true when left out. */
  createGroups: z.boolean().optional(),
  /** `all`: one refused row refuses the whole import; `good`: refused rows are left out. */
  rows: z.enum(["all", "good"]).optional(),
  /** Where a table with the verdict of every row is written to. */
  report: file.optional(),
};

export const ImportVerdict = z.strictObject({
  /** Number of the row in the file as a spreadsheet counts it: the header is row 1. */
  row: z.int().positive(),
  username: z.string(),
  name: z.string(),
  verdict: z.enum(["create", "update", "unchanged", "refused"]),
  /** `update`: which fields; `refused`: why. In plain words. */
  message: z.string(),
});
export type ImportVerdict = z.infer<typeof ImportVerdict>;

/** `rows` is the sum of the four. */
export const ImportSums = z.strictObject({
  rows: z.int().nonnegative(),
  create: z.int().nonnegative(),
  update: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  refused: z.int().nonnegative(),
});
export type ImportSums = z.infer<typeof ImportSums>;

/** At most so many verdicts of each kind travel; the sums count all, the report file has all. */
export const maxImportVerdicts = 500;

export const ImportReport = z.strictObject({
  sums: ImportSums,
  /** In the file's order; the first `maxImportVerdicts` of each kind. */
  verdicts: z.array(ImportVerdict),
  /** Names of groups that do not exist yet. */
  newGroups: z.array(z.string()),
  /** SHA-256 of the file in hex: what was looked at is what is imported. */
  digest: z.string().regex(/^[0-9a-f]{64}$/u),
});
export type ImportReport = z.infer<typeof ImportReport>;

export const ImportRecord = z.strictObject({
  id: ImportId,
  at: Timestamp,
  by: z.string(),
  /** The file's name without its folder. */
  fileName: z.string(),
  sums: ImportSums,
  /** `undoable`: nothing else has touched its users since. */
  state: z.enum(["undoable", "touched", "undone"]),
});
export type ImportRecord = z.infer<typeof ImportRecord>;

export const ImportPreset = z.strictObject({
  name: z.string(),
  /** Field -> name of the column. */
  headers: z.partialRecord(ImportField, z.string()),
});
export type ImportPreset = z.infer<typeof ImportPreset>;

export const imports = {
  /** Reads the beginning of a table. */
  inspect: query({ input: z.strictObject({ file, ...reading }), output: CsvFacts, allow: manage }),
  /** Every row's verdict as `run` would give it now; changes nothing in the store. */
  dryRun: query({ input: z.strictObject(importOptions), output: ImportReport, allow: manage, progress: Progress }),
  /** In one transaction: all of it or nothing. */
  run: mutation({
    input: z.strictObject({ ...importOptions, digest: ImportReport.shape.digest.optional() }),
    output: ImportReport.extend({ importId: ImportId.nullable() }),
    allow: manage,
    progress: Progress,
  }),
  /** Newest first. */
  list: query({ input: z.strictObject({}), output: z.strictObject({ imports: z.array(ImportRecord) }), allow: manage }),
  /** Removes what it created, restores what it changed; only while nothing else has touched those users. */
  undo: mutation({ input: z.strictObject({ id: ImportId }), output: ImportRecord, allow: manage, progress: Progress }),
  presets: query({
    input: z.strictObject({}),
    output: z.strictObject({ presets: z.array(ImportPreset) }),
    allow: manage,
  }),
  /** One of the same name is replaced. */
  savePreset: mutation({
    input: z.strictObject({ name: requiredLine("The name", 60), headers: ImportPreset.shape.headers }),
    output: ImportPreset,
    allow: manage,
  }),
  deletePreset: mutation({
    input: z.strictObject({ name: z.string().max(60) }),
    output: z.strictObject({}),
    allow: manage,
  }),
  /** A table that can be imported again. No cell begins a formula (OWASP ASVS 1.2.10). Holds no secret. */
  exportUsers: mutation({
    input: z.strictObject({
      file,
      selection: Selection.optional(),
      delimiter: Delimiter.optional(),
    }),
    output: z.strictObject({ file: z.string(), rows: z.int().nonnegative() }),
    allow: manage,
    progress: Progress,
  }),
};
