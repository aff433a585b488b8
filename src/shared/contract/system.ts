import { z } from "zod";
import { ErrorBody } from "../error-body.ts";
import { everyRole, Phase, Session, Timestamp } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
import { Label, Text } from "../texts/schemas.ts";
import { mutation, query } from "./procedure.ts";

const everyPhase = Phase.options;

export const KeychainState = z.strictObject({
  /** `bound`: it has this store's key; `available`: it answers, but has no key of this store. */
  state: z.enum(["bound", "available", "unavailable"]),
  /** Why it is unavailable. */
  reason: Text.nullable(),
});
export type KeychainState = z.infer<typeof KeychainState>;

export const Runtime = z.strictObject({
  name: z.enum(["electron", "chromium", "terminal"]),
  version: z.string(),
});
export type Runtime = z.infer<typeof Runtime>;

export const SystemStatus = z.strictObject({
  phase: Phase,
  /** The organisation's name; null before set-up and while the store cannot be read. */
  organisation: z.string().nullable(),
  keychain: KeychainState,
  /** Kinds of slot that can open the vault. */
  slots: z.array(z.enum(["keychain", "passphrase", "recovery"])),
  session: Session.nullable(),
  /** In phase `damaged`: what is wrong. */
  problem: ErrorBody.nullable(),
  /** In a demo: what signs in and approves right now. Its store is deleted at the end. */
  demo: z
    .strictObject({
      name: z.string(),
      password: z.string(),
      code: z.string(),
      codeExpiresAt: Timestamp,
      recoveryKey: z.string(),
    })
    .nullable(),
  version: z.string(),
  runtime: Runtime,
});
export type SystemStatus = z.infer<typeof SystemStatus>;

/** The seals of the last events: `unknown` while the keys are locked. */
export const AuditTail = z.enum(["intact", "broken", "unknown"]);
export type AuditTail = z.infer<typeof AuditTail>;

export const HealthReport = z.strictObject({
  /** Whether nothing needs attention. */
  healthy: z.boolean(),
  /** What needs attention, a sentence each; empty: nothing does. */
  attention: z.array(Text),
  runtime: Runtime,
  keychain: KeychainState,
  store: z.strictObject({
    phase: Phase,
    schemaVersion: z.int().nullable(),
    sizeBytes: z.int().nullable(),
    /** Findings of SQLite's integrity_check and foreign_key_check; empty: none. */
    problems: z.array(Text),
    /**
     * Files and folders in the data folder that others on this computer can read or change, that belong to them, or
     * that are links.
     */
    exposed: z.array(Text),
    /** Nothing can be written; existing data is safe. */
    diskFull: z.boolean(),
  }),
  clock: z.strictObject({
    now: Timestamp,
    lastEventAt: Timestamp.nullable(),
    rolledBack: z.boolean(),
    /** From recent codes, accepted or of another time: how far most authenticators are from this computer's clock. */
    drift: z.strictObject({
      /** People whose last code was examined. */
      samples: z.int().nonnegative(),
      /**
       * Milliseconds by which this computer's clock is probably wrong (positive: it is behind), give or take half a
       * step; null: it looks right.
       */
      suspectedMs: z.int().nullable(),
      /** The share of the samples that support this, 0 to 1. */
      share: z.number().min(0).max(1),
    }),
  }),
  /** Null without a store, or if it cannot be read. */
  keys: z
    .strictObject({
      hasRecoveryKey: z.boolean(),
      /** When somebody last tested it; null: never since it was made. */
      recoveryCheckedAt: Timestamp.nullable(),
      /** Owners who came back with the recovery key in the last 30 days, the latest first. */
      ownersBack: z.array(z.strictObject({ name: z.string(), at: Timestamp })),
    })
    .nullable(),
  audit: z.strictObject({
    tail: AuditTail,
    /** The last verification of the whole log; null: there was none. */
    lastFull: z.strictObject({ at: Timestamp, valid: z.boolean(), events: z.int().nonnegative() }).nullable(),
    /** The last restore of a backup whose audit log was broken, and its first broken event; null: there was none. */
    restored: z.strictObject({ at: Timestamp, backupName: z.string(), event: z.int() }).nullable(),
  }),
  /** Whose backup codes nobody has confirmed as handed over; null without a store, or if it cannot be read. */
  unconfirmedCodes: z
    .strictObject({
      /** People and administrators. */
      count: z.int().nonnegative(),
      /** Up to five of their names. */
      names: z.array(z.string()),
    })
    .nullable(),
  /** Null without a store that is set up, or if it cannot be read. */
  backups: z
    .strictObject({
      /** Whether automatic backups are possible: there is a recipient to encrypt them to, and a location. */
      configured: z.boolean(),
      /** When the newest test-restored one was made; a manual one counts only if there are no automatic ones. */
      lastAt: Timestamp.nullable(),
      /** Whether there is none, or it is too long ago, according to the plan. */
      stale: z.boolean(),
      /** Runs with problems that nobody has acknowledged. */
      problems: z.int().nonnegative(),
      /** Names of recipients whose backup key has never been tested, or not for longer than the plan allows. */
      unprovenRecipients: z.array(z.string()),
      /** Whether somebody still has to review what a restore could not carry over. */
      restoreOpen: z.boolean(),
    })
    .nullable(),
  /** What is missing or unusual about the ways to open the keys; empty: nothing. */
  slots: z.array(Text),
  versions: z.record(z.string(), z.string()),
});
export type HealthReport = z.infer<typeof HealthReport>;

/** What was accepted or written while this computer's clock was in the future. */
export const TimeAhead = z.strictObject({
  /**
   * `person`, `administrator`, `device`: an authenticator, or a hardware token that nobody has, whose codes are refused.
   * `letter`, `enrolment`: can be used for longer than was meant. `invitation`, `approval`, `session`: would count again at
   * that time. `expired`: an enrolment that was thrown away too early.
   */
  kind: z.enum([
    "person",
    "administrator",
    "device",
    "letter",
    "enrolment",
    "invitation",
    "approval",
    "session",
    "expired",
  ]),
  /** Username, administrator's name or serial number. */
  name: z.string(),
  /** Of the authenticator, a letter's serial number, an approval's title; empty where there is none. */
  label: Label,
  /** When its codes would count again by themselves, until when it could be used, or when it was made or thrown away. */
  until: Timestamp,
});
export type TimeAhead = z.infer<typeof TimeAhead>;

export const system = {
  /** The console's state, and who is signed in. Contains nothing secret outside a demo. */
  status: query({
    input: z.strictObject({}),
    output: SystemStatus,
    allow: "anyone",
    phases: everyPhase,
  }),
  /** Runtime, keychain, store integrity, clock, versions. */
  health: query({ input: z.strictObject({}), output: HealthReport, allow: everyRole }),
  /** After CLOCK_ROLLED_BACK: the owner confirms that this computer's clock is right now. */
  acceptClock: mutation({ input: z.strictObject({}), output: z.strictObject({ now: Timestamp }), allow: ["owner"] }),
  /** What was accepted or written while this computer's clock was in the future: the first 200. */
  stepsAhead: query({
    input: z.strictObject({}),
    output: z.strictObject({ rows: z.array(TimeAhead), total: z.int().nonnegative() }),
    allow: ["owner"],
  }),
  /** Lets authenticators count again from now on, and ends or shortens the rest. CLOCK_ROLLED_BACK before the clock is confirmed. */
  setStepsBack: mutation({
    input: z.strictObject({ reason: requiredLine("reason", 300) }),
    output: z.strictObject({ count: z.int().nonnegative() }),
    allow: ["owner"],
    stepUp: "authenticators",
  }),
};
