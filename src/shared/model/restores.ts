import { z } from "zod";
import { RestoreId } from "./ids.ts";
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

export const sinceInWords: Record<SinceKind, string> = {
  authenticatorsRevoked: "Authenticators revoked",
  authenticatorsDisabled: "Authenticators disabled or locked",
  enrolmentsFinished: "Letters used and enrolments finished",
  stepsUsed: "Authenticators with a newer code used",
  countersAdvanced: "Counter-based tokens that have advanced",
  backupCodesUsed: "Backup codes used",
  backupCodesVoided: "Sets of backup codes replaced or voided",
  lettersVoided: "Letters voided",
  devicesLost: "Hardware tokens lost or retired",
  peopleDisabled: "People disabled or left",
  peopleDeleted: "People deleted (they come back disabled)",
  administratorsEnded: "Administrators removed or disabled",
  administratorsChanged: "Administrators with a new role, password or authenticator",
  waysInChanged: "Passphrases and recovery keys replaced or removed",
  recipientsRemoved: "Backup keys removed",
  placesRemoved: "Backup locations removed or switched off",
  settingsStricter: "Security settings made stricter",
};

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
      name: z.string(),
      /** Which of it: a label, a position in the list of codes, the new state; empty if the name says it all. */
      detail: z.string(),
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

export const taskInWords: Record<RestoreTask, { title: string; why: string }> = {
  backupCodes: {
    title: "Void the backup codes",
    why: "Codes that were used after the backup was made are accepted again. Void all of them and hand out new ones.",
  },
  counters: {
    title: "Resynchronise the counter-based tokens",
    why: "Codes that were used after the backup was made are accepted again until each token is resynchronised.",
  },
  revocations: {
    title: "Review the authenticators that were revoked or disabled after the backup was made",
    why: "Lost phones and people who have left are accepted again. Revoke and disable them again.",
  },
  letters: {
    title: "Void the letters",
    why: "Letters that were voided or replaced after the backup was made work again. Void all of them and print new ones.",
  },
  administrators: {
    title: "Review the administrators",
    why: "Administrators who were removed or disabled after the backup was made can sign in again, and old passwords work.",
  },
  settings: {
    title: "Review the security settings",
    why: "Settings that were made stricter after the backup was made are as weak again as they were then.",
  },
  backupKeys: {
    title: "Review the backup keys and locations",
    why: "Backup keys that were removed after the backup was made are back: whoever holds one can read every later backup. Locations that were removed are used again.",
  },
  keys: {
    title: "Rotate the data key",
    why: "Passphrases and recovery keys that were replaced or removed after the backup was made open the console again, and a data key that was rotated since is the old one again.",
  },
};

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
