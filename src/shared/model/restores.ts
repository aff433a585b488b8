import { z } from "zod";
import { RestoreId } from "./ids.ts";
import { Label } from "../texts/schemas.ts";
import { type Text } from "../texts/text.ts";
import { Timestamp } from "./records.ts";

/** What happened since a backup was made and would be undone by restoring it. */
export const SinceKind = z.enum([
  "authenticatorsRevoked",
  "authenticatorsDisabled",
  "enrolmentsFinished",
  "stepsUsed",
  "countersAdvanced",
  "backupCodesUsed",
  "backupCodesVoided",
  "lettersVoided",
  "devicesLost",
  "peopleDisabled",
  "peopleDeleted",
  "administratorsEnded",
  "administratorsChanged",
  "waysInChanged",
  "recipientsRemoved",
  "placesRemoved",
  "settingsStricter",
]);
export type SinceKind = z.infer<typeof SinceKind>;

export const sinceAsText = (kind: SinceKind): Text => ({ key: `since.${kind}` });

export const SinceCount = z.strictObject({ kind: SinceKind, count: z.int().positive() });
export type SinceCount = z.infer<typeof SinceCount>;

/** At most this many of each kind are named. */
export const namedOfAKind = 100;

export const Since = z.strictObject({
  /** Only kinds with at least one entry. */
  counts: z.array(SinceCount),
  /** Who or what, at most `namedOfAKind` of each kind. */
  rows: z.array(
    z.strictObject({
      kind: SinceKind,
      /** Of the person, administrator, letter, hardware token, … */
      name: Label,
      /** Which of it: a label, a position in the list of codes, the new state; empty if the name says it all. */
      detail: Label,
    }),
  ),
  /** Whether the backup has the data key that is in use now. */
  sameKey: z.boolean(),
});
export type Since = z.infer<typeof Since>;

/**
 * What happened to the current store's revocations: `carried` over, `declined` by an owner, or `unread`: there was no
 * current store of this console that could be read.
 */
export const CarryOver = z.enum(["carried", "declined", "unread"]);
export type CarryOver = z.infer<typeof CarryOver>;

/** What somebody has to review after a restore. */
export const RestoreTask = z.enum([
  "backupCodes",
  "counters",
  "revocations",
  "letters",
  "administrators",
  "settings",
  "backupKeys",
  "keys",
]);
export type RestoreTask = z.infer<typeof RestoreTask>;

/** Tasks that the console can do on request: it voids what might have been used since. */
export const voidable = ["backupCodes", "letters"] as const satisfies readonly RestoreTask[];

export const taskAsText = (task: RestoreTask): { title: Text; why: Text } => ({
  title: { key: `reviews.${task}` },
  why: { key: `reviewReasons.${task}` },
});

/** A restore that this store came from. */
export const RestoredFrom = z.strictObject({
  id: RestoreId,
  at: Timestamp,
  backupName: z.string(),
  backupAt: Timestamp,
  carryOver: CarryOver,
  /** Why the owner declined; null where nobody did. */
  reason: z.string().nullable(),
  /** What was carried over, or left out because an owner declined; empty if nothing could be read. */
  counts: z.array(SinceCount),
  /** The first event at which the backup's audit log was broken; null: it was intact. */
  auditBrokenAt: z.int().nullable(),
  /** What is still to be done, in this order. */
  tasks: z.array(RestoreTask),
});
export type RestoredFrom = z.infer<typeof RestoredFrom>;
