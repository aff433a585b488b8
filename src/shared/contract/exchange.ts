import { z } from "zod";
import { issueOf } from "../texts/issues.ts";
import { Text } from "../texts/schemas.ts";
import { text } from "../texts/text.ts";
import { ImportId } from "../model/ids.ts";
import { Timestamp, UserStatus } from "../model/records.ts";
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

/** By their names in the WHATWG Encoding standard. */
export const Encoding = z.enum([
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1250",
  "windows-1251",
  "windows-1252",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "windows-1257",
  "shift_jis",
  "gbk",
  "big5",
  "euc-kr",
]);
export type Encoding = z.infer<typeof Encoding>;
export const Delimiter = z.enum([",", ";", "\t", "|"]);
export type Delimiter = z.infer<typeof Delimiter>;

/** How a file is read. Whatever is omitted is detected from the file. */
const reading = {
  encoding: Encoding.optional(),
  delimiter: Delimiter.optional(),
  /** Whether a row names the columns. */
  header: z.boolean().optional(),
  /** Number of that row, as a spreadsheet counts; rows above it are not people. */
  headerRow: z.int().min(1).max(1000).optional(),
};

/** Index of a column, from 0. */
const ColumnIndex = z.int().min(0).max(999);

/**
 * Field -> its column, or several: parts of a name in their order, several columns of groups, and several status
 * columns, of which the strictest counts. A username, an e-mail address, an external id and notes have one.
 */
export const Mapping = z.partialRecord(ImportField, z.union([ColumnIndex, z.array(ColumnIndex).min(1).max(20)]));
export type Mapping = z.infer<typeof Mapping>;

/** The columns that a mapping uses, for one field or for all. */
export const mappedColumns = (mapping: Mapping, field?: ImportField): number[] =>
  field === undefined ? Object.values(mapping).flat() : [mapping[field] ?? []].flat();

/** Fields that may come from several columns. */
export const fieldsOfSeveral: readonly ImportField[] = ["name", "firstName", "lastName", "groups", "status"];

/** How a name in one column is written: as it is to be shown, or as `Berg, Anna`, which is turned around. */
export const NameOrder = z.enum(["asWritten", "lastFirst"]);
export type NameOrder = z.infer<typeof NameOrder>;

/** What separates names of groups in a cell; `none`: a cell is one group. */
export const GroupsBy = z.enum(["none", ",", ";", "|", "\n"]);
export type GroupsBy = z.infer<typeof GroupsBy>;

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
  /** Number of the row that names the columns; null without one. */
  headerRow: z.int().positive().nullable(),
  columns: z.array(CsvColumn),
  /** From the headers' names and the first values, or from the preset saved for these headers. */
  mapping: Mapping,
  /** Name of the preset that the mapping comes from. */
  preset: z.string().nullable(),
  sizeBytes: z.int().nonnegative(),
});
export type CsvFacts = z.infer<typeof CsvFacts>;

/**
 * What a table leaves open for the importing person to decide. Rows with an open decision are refused.
 * - `statusWord`: a status column has an unknown word, or a mere yes under an unknown heading
 * - `statusBlank`: a new person without a mark in a column that marks who is enabled
 * - `statusColumn`: a column that is not used says, or may say, that the person is blocked or has left
 * - `nameColumn`: an unused column with the same heading as one that is part of the name, and another value
 * - `sameEmail`: two people with one e-mail address
 * - `lostZeros`: a number that another person has with leading zeros
 * - `internationalAddress`: an e-mail address whose domain has letters beyond ASCII
 * - `sameAccount`: a username that with or without its domain is somebody else's: `CORP\anna` beside `anna`
 * - `sameGroup`: a group whose name several entries of the directory have, in different folders
 * - `returning`: a person who has left becomes active again, with authenticators and backup codes
 */
export const ImportDecision = z.enum([
  "statusWord",
  "statusBlank",
  "statusColumn",
  "nameColumn",
  "sameEmail",
  "lostZeros",
  "internationalAddress",
  "sameAccount",
  "sameGroup",
  "returning",
]);
export type ImportDecision = z.infer<typeof ImportDecision>;

/** Those that are answered by taking the rows as they are in the table. */
export const AcceptedDecision = z.enum([
  "sameEmail",
  "lostZeros",
  "internationalAddress",
  "sameAccount",
  "sameGroup",
  "returning",
]);
export type AcceptedDecision = z.infer<typeof AcceptedDecision>;

const decisions = {
  /** Columns that are ignored although they look like a status. */
  ignore: z.array(ColumnIndex).max(maxColumns).optional(),
  /** What the words in the status columns mean; the empty word stands for an empty cell. */
  statusWords: z
    .record(z.string().max(200), UserStatus)
    .refine((words) => Object.keys(words).length <= 200, issueOf(text("input.mostWords")))
    .optional(),
  /** Kinds of rows that are taken as they are in the table. */
  accept: z.array(AcceptedDecision).max(10).optional(),
  /** Detected from the table if omitted. */
  names: NameOrder.optional(),
  /** Detected from the table if omitted. */
  groupsBy: GroupsBy.optional(),
};

const importOptions = {
  file,
  ...reading,
  mapping: Mapping,
  ...decisions,
  /** How a row finds its person; `username` if omitted. */
  matchBy: z.enum(["username", "externalId"]).optional(),
  /** Whether rows of known people change them; true if omitted. Otherwise they count as unchanged. */
  update: z.boolean().optional(),
  /** Whether missing groups are created; true if omitted. */
  createGroups: z.boolean().optional(),
  /** `all`: one refused row refuses the whole import; `good`: refused rows are skipped. */
  rows: z.enum(["all", "good"]).optional(),
  /** Where a table with the result of every row is written. */
  report: file.optional(),
};

export const ImportVerdict = z.strictObject({
  /** Number of the row in the file as a spreadsheet counts it: the header is row 1. */
  row: z.int().positive(),
  username: z.string(),
  name: z.string(),
  verdict: z.enum(["create", "update", "unchanged", "refused"]),
  /** `update`: which fields; `refused`: why. Null: there is nothing to say. */
  message: Text.nullable(),
  /** `update`: before and after of each field that differs, shortened. Groups stand between semicolons. */
  changes: z.array(z.strictObject({ field: ImportField, before: z.string(), after: z.string() })),
  /** `refused`: what would have to be decided for it; null if the row itself is wrong. */
  decision: ImportDecision.nullable(),
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

/** At most this many results of each kind are sent; the sums count all, the report file has all. */
export const maxImportVerdicts = 500;

/** What became of a column. */
export const ColumnUse = z.strictObject({
  index: z.int().nonnegative(),
  header: z.string(),
  /** Empty if it is not used. */
  fields: z.array(ImportField),
  /** How its cells are read, if that is not obvious; null if it is. */
  reading: Text.nullable(),
  /** Of a column that is not used: what it seems to contain. */
  looksLike: z.enum(["name", "id", "status", "group"]).nullable(),
  samples: z.array(z.string()),
});
export type ColumnUse = z.infer<typeof ColumnUse>;

/** Something that the table leaves open, and the rows that are refused for it. */
export const OpenDecision = z.strictObject({
  decision: ImportDecision,
  rows: z.int().positive(),
  /** Of `statusColumn` and `nameColumn`: the column. */
  column: z.int().nonnegative().nullable(),
  /** Of `statusWord`: the word; of `sameGroup`: the group. */
  value: z.string(),
  /** Numbers of the first rows. */
  firstRows: z.array(z.int().positive()),
  /** What is open and how it is decided. */
  message: Text,
});
export type OpenDecision = z.infer<typeof OpenDecision>;

export const ImportReport = z.strictObject({
  sums: ImportSums,
  /** How the file was read. All but UTF-8 and UTF-16 are guesses, unless somebody has said so. */
  encoding: Encoding,
  /** Which column became what, and which were left out. */
  columns: z.array(ColumnUse),
  /** What has to be decided before all rows can be imported. */
  decisions: z.array(OpenDecision),
  /** Rows that are not people: titles, sums. Empty rows are not among them. */
  passedOver: z.strictObject({
    rows: z.int().nonnegative(),
    first: z.array(z.strictObject({ row: z.int().positive(), text: z.string() })),
  }),
  /** How many updates empty a field or remove the person from a group. */
  losses: z.int().nonnegative(),
  /** How many waiting letters become void, of people who leave. */
  lettersVoided: z.int().nonnegative(),
  /** In the file's order; the first `maxImportVerdicts` of each kind. */
  verdicts: z.array(ImportVerdict),
  /** Names of groups that do not exist yet. */
  newGroups: z.array(z.string()),
  /** SHA-256 of the file in hex: what was checked is what is imported. */
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
  /** `undoable`: nothing else has changed its people since. */
  state: z.enum(["undoable", "touched", "undone"]),
});
export type ImportRecord = z.infer<typeof ImportRecord>;

export const ImportPreset = z.strictObject({
  name: z.string(),
  /** Field -> name of the column. */
  headers: z.partialRecord(ImportField, z.union([z.string(), z.array(z.string()).min(1).max(20)])),
});
export type ImportPreset = z.infer<typeof ImportPreset>;

export const imports = {
  /** Reads the beginning of a table. */
  inspect: query({ input: z.strictObject({ file, ...reading }), output: CsvFacts, allow: manage }),
  /** The result of every row as `run` would give it now; changes nothing in the store. */
  dryRun: query({ input: z.strictObject(importOptions), output: ImportReport, allow: manage, progress: Progress }),
  /** In one transaction: all of it or nothing. */
  run: mutation({
    safetyBackup: "import",
    input: z.strictObject({ ...importOptions, digest: ImportReport.shape.digest.optional() }),
    output: ImportReport.extend({ importId: ImportId.nullable() }),
    allow: manage,
    progress: Progress,
  }),
  /** Newest first. */
  list: query({ input: z.strictObject({}), output: z.strictObject({ imports: z.array(ImportRecord) }), allow: manage }),
  /** Removes what it created, restores what it changed; only while nothing else has changed those people. */
  undo: mutation({ input: z.strictObject({ id: ImportId }), output: ImportRecord, allow: manage, progress: Progress }),
  presets: query({
    input: z.strictObject({}),
    output: z.strictObject({ presets: z.array(ImportPreset) }),
    allow: manage,
  }),
  /** Replaces one of the same name. */
  savePreset: mutation({
    input: z.strictObject({ name: requiredLine("name", 60), headers: ImportPreset.shape.headers }),
    output: ImportPreset,
    allow: manage,
  }),
  deletePreset: mutation({
    input: z.strictObject({ name: z.string().max(60) }),
    output: z.strictObject({}),
    allow: manage,
  }),
  /** A table that can be imported again. No cell begins a formula (OWASP ASVS 1.2.10). Contains no secret. */
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
