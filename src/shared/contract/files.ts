import { z } from "zod";
import { everyRole } from "../model/records.ts";
import { line, missing, overlong, requiredLine } from "../model/text.ts";
import { evenWithoutStore, mutation } from "./procedure.ts";

/** A path: from a dialog in the window, from the command line in a terminal. */
export const FilePath = z.string(missing("file")).min(1, missing("file")).max(4096, overlong("fileName"));

const SheetKind = z.enum(["backup-codes", "recovery-key", "recovery-share", "recovery-identity", "audit-receipt"]);

/** One printable page: what must be written down, and what it is for. */
export const Sheet = z.strictObject({
  kind: SheetKind,
  /** Whom or what it belongs to. */
  subject: requiredLine("subject", 200),
  organisation: line("organisation", 100),
  /** The codes, the one recovery key, one share of it, or the check code of the audit log. */
  secrets: z.array(requiredLine("secret", 128)).min(1).max(100),
});
export type Sheet = z.infer<typeof Sheet>;

const Chosen = z.strictObject({ file: z.string().nullable() });

export const files = {
  /** Asks where to save. `file` is null if the person cancelled. The file is then granted to this window. */
  chooseToSave: mutation({
    input: z.strictObject({
      purpose: z.enum(["backup", "sheet", "letters", "table", "identity", "keys", "audit", "auditKey"]),
      suggestedName: requiredLine("name", 200),
    }),
    output: Chosen,
    allow: everyRole,
    ...evenWithoutStore,
  }),
  chooseToOpen: mutation({
    input: z.strictObject({ purpose: z.enum(["backup", "table", "identity"]) }),
    output: Chosen,
    allow: everyRole,
    ...evenWithoutStore,
  }),
  /** Asks for files that are read together. Each is then granted to this window; none: the person cancelled. */
  chooseSeveral: mutation({
    input: z.strictObject({ purpose: z.enum(["seeds"]) }),
    output: z.strictObject({ files: z.array(z.string()) }),
    allow: everyRole,
    ...evenWithoutStore,
  }),
  /** Asks for a folder to write several files to. Its files are then granted to this window. */
  chooseFolder: mutation({
    input: z.strictObject({ purpose: z.enum(["letters", "destination", "keys"]) }),
    output: Chosen,
    allow: everyRole,
    ...evenWithoutStore,
  }),
  /** Asks for a picture and reads it: PNG or JPEG, at most 512 KiB. Null when the person cancelled. */
  choosePicture: mutation({
    input: z.strictObject({}),
    output: z.strictObject({ picture: z.string().nullable() }),
    allow: everyRole,
  }),
  /** Writes a page as PDF (mode 0600). */
  saveSheet: mutation({
    input: z.strictObject({ file: z.string().min(1).max(4096), sheet: Sheet }),
    /** `exposed`: other accounts of this computer can look into the folder. */
    output: z.strictObject({ file: z.string(), exposed: z.boolean() }),
    allow: everyRole,
    ...evenWithoutStore,
  }),
};

export const clipboard = {
  /** Copies text and clears the clipboard after `clearAfter` milliseconds if it still contains it. */
  copy: mutation({
    input: z.strictObject({
      text: z.string().min(1).max(10_000),
      clearAfter: z.int().min(1000).max(600_000).optional(),
    }),
    output: z.strictObject({ clearedAt: z.int() }),
    allow: everyRole,
    ...evenWithoutStore,
  }),
};
