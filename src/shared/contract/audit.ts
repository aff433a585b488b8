import { z } from "zod";
import { AuditStreamId } from "../model/ids.ts";
import { AuditEvent, Timestamp } from "../model/records.ts";
import { line, requiredLine, searchLine } from "../model/text.ts";
import { Text } from "../texts/schemas.ts";
import { mutation, query } from "./procedure.ts";

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
  /**
   * - `changed`: this event is not as it was sealed, or another one is in its place
   * - `missing`: it and perhaps others are gone
   * - `added`: it comes after the last one that was sealed
   * - `end`: all events are in order, but the record of which one is the last was changed
   */
  kind: z.enum(["changed", "missing", "added", "end"]).optional(),
});
export type ChainReport = z.infer<typeof ChainReport>;

/** Lines of JSON, or a table with a second file that proves it. */
export const AuditForm = z.enum(["jsonl", "csv"]);
export type AuditForm = z.infer<typeof AuditForm>;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/u);

/** Four letters or digits each, five times. */
const CheckCode = z.string().regex(/^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}$/u);

/** Of an exported log, checked with the public key alone. */
export const AuditFileReport = z.strictObject({
  valid: z.boolean(),
  /** How many are proven. */
  events: z.int().nonnegative(),
  first: z.int().nullable(),
  last: z.int().nullable(),
  checkpoints: z.int().nonnegative(),
  /** Of the public key. */
  key: z.string(),
  /** Of the last checkpoint. */
  code: CheckCode.nullable(),
  /** Whether the file has the checkpoint of the code that was given; null without one. */
  codeFound: z.boolean().nullable(),
  problem: z
    .strictObject({
      /**
       * - `unreadable`: the line is none of this kind of file
       * - `missing`: this event and perhaps others are gone, or out of their order
       * - `changed`: one of the events from this one to `last` is not as it was
       * - `order`: the signed statement belongs to other events
       * - `signature`: it was not signed with this key
       * - `cut`: the events from this one on have no signature
       */
      kind: z.enum(["unreadable", "missing", "changed", "order", "signature", "cut"]),
      line: z.int().positive().optional(),
      event: z.int().positive().optional(),
      last: z.int().positive().optional(),
    })
    .nullable(),
});
export type AuditFileReport = z.infer<typeof AuditFileReport>;

const file = z.string().min(1).max(4096);

/** PEM, of one or several certificates. */
const Certificates = z.string().min(1).max(200_000);

/** Where events are copied to as they come: a file that another program reads, or a syslog server over TLS (RFC 5425). */
export const AuditStreamSettings = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("file"), path: file }),
  z.strictObject({
    kind: z.literal("syslog"),
    host: requiredLine("host", 255),
    port: z.int().min(1).max(65_535),
    /** Who may have signed the server's certificate; null: whom this computer trusts. */
    ca: Certificates.nullable(),
  }),
]);
export type AuditStreamSettings = z.infer<typeof AuditStreamSettings>;

export const AuditStream = z.strictObject({
  id: AuditStreamId,
  name: z.string(),
  settings: AuditStreamSettings,
  createdAt: Timestamp,
  /** The last event that the other side has for certain. */
  sent: z.int().nonnegative(),
  /** How many wait for it. */
  waiting: z.int().nonnegative(),
  sentAt: Timestamp.nullable(),
  /** Why the last attempt failed; null if it did not. */
  problem: Text.nullable(),
});
export type AuditStream = z.infer<typeof AuditStream>;

const Streams = z.strictObject({ streams: z.array(AuditStream) });

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
  /** The key with which everybody can check exported logs; with `to`, it is written to a new file. */
  key: mutation({
    input: z.strictObject({ to: file.optional() }),
    output: z.strictObject({
      /** PEM. */
      publicKey: z.string(),
      fingerprint: z.string(),
    }),
    allow: readers,
  }),
  /**
   * Writes the log, signed up to its last event, to a new file (0600). With a table, `FILE.proof.json` is written beside
   * it.
   */
  export: mutation({
    input: z.strictObject({
      to: file,
      form: AuditForm,
      /** The first event that has to be in it is not older; from the first one if omitted. */
      since: Timestamp.optional(),
    }),
    output: z.strictObject({
      to: z.string(),
      proof: z.string().nullable(),
      events: z.int().nonnegative(),
      first: z.int().positive(),
      last: z.int().positive(),
      sha256: Sha256,
      code: CheckCode,
    }),
    allow: readers,
    progress: Progress,
  }),
  /** Signs the log up to its last event, and says what to print: whoever has the code can tell whether the log changed. */
  receipt: mutation({
    input: z.strictObject({}),
    output: z.strictObject({ at: Timestamp, last: z.int().positive(), code: CheckCode, fingerprint: z.string() }),
    allow: readers,
  }),
  /** By name. */
  streams: query({ input: z.strictObject({}), output: Streams, allow: readers }),
  /** Tries it with the events that it begins with, before it is kept. CONFLICT if the name is taken. */
  addStream: mutation({
    input: z.strictObject({
      name: requiredLine("name", 60),
      settings: AuditStreamSettings,
      /** From the first event; otherwise from now on. */
      whole: z.boolean().optional(),
    }),
    output: AuditStream,
    allow: ["owner"],
    stepUp: "vault",
  }),
  removeStream: mutation({
    input: z.strictObject({ id: AuditStreamId }),
    output: z.strictObject({}),
    allow: ["owner"],
    stepUp: "vault",
  }),
  /** Sends what is waiting now, instead of within a minute. */
  sendStreams: mutation({ input: z.strictObject({}), output: Streams, allow: readers, progress: Progress }),
};
