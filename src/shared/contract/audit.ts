import { z } from "zod";
import { AuditEvent, Timestamp } from "../model/records.ts";
import { line, searchLine } from "../model/text.ts";
import { query } from "./procedure.ts";

const readers = ["owner", "auditor"] as const;

/** `done` of `total` in units of the phase (bytes, rows); `total` is null while it is not known. */
export const Progress = z.strictObject({
  phase: z.string(),
  done: z.number().nonnegative(),
  total: z.number().nonnegative().nullable(),
});
export type Progress = z.infer<typeof Progress>;

export const ChainReport = z.strictObject({
  valid: z.boolean(),
  events: z.int().nonnegative(),
  /** The first event whose seal is wrong, or after which events are missing. */
  firstBroken: z.int().optional(),
});
export type ChainReport = z.infer<typeof ChainReport>;

export const audit = {
  /** Newest first. */
  list: query({
    input: z.strictObject({
      search: searchLine("search", 200).optional(),
      /** An action (`user.add`) or an area (`user`). */
      action: line("action", 64).optional(),
      actor: line("actor", 128).optional(),
      targetId: z.string().max(64).optional(),
      from: Timestamp.optional(),
      to: Timestamp.optional(),
      limit: z.int().min(1).max(200).optional(),
      /** `nextCursor` of the previous page. */
      cursor: z.string().max(64).optional(),
    }),
    output: z.strictObject({ rows: z.array(AuditEvent), nextCursor: z.string().nullable() }),
    allow: readers,
  }),
  /** Recomputes the whole chain. */
  verify: query({
    input: z.strictObject({}),
    output: ChainReport,
    allow: readers,
    progress: Progress,
  }),
};
