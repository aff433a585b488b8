import { z } from "zod";
import { ErrorBody } from "../errors.ts";
import { everyRole, Phase, Session, Timestamp } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
import { mutation, query } from "./procedure.ts";

const everyPhase = Phase.options;

export const KeychainState = z.strictObject({
  /** `bound`: it holds this store's key; `available`: it answers, but holds no key of this store. */
  state: z.enum(["bound", "available", "unavailable"]),
  /** Why it is unavailable, in plain words. */
  reason: z.string().nullable(),
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
  /** In a demo: what signs in and approves right now. Its store is thrown away at the end. */
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
  /** Whether nothing asks for attention. */
  healthy: z.boolean(),
  /** What asks for attention, one sentence a thing, for people; empty: everything is in order. */
  attention: z.array(z.string()),
  runtime: Runtime,
  keychain: KeychainState,
  store: z.strictObject({
    phase: Phase,
    schemaVersion: z.int().nullable(),
    sizeBytes: z.int().nullable(),
    /** Findings of SQLite's integrity_check and foreign_key_check; empty: sound. */
    problems: z.array(z.string()),
    /** Files and folders of the data folder that others of this computer can read or change, that are theirs, or links. */
    exposed: z.array(z.string()),
    /** Nothing can be written; what was written is safe. */
    diskFull: z.boolean(),
  }),
  clock: z.strictObject({
    now: Timestamp,
    lastEventAt: Timestamp.nullable(),
    rolledBack: z.boolean(),
    /** From recent codes, accepted or of another time: how far most authenticators are from this computer's clock. */
    drift: z.strictObject({
      /** People whose last code was looked at. */
      samples: z.int().nonnegative(),
      /** Milliseconds by which this computer's clock is probably wrong (positive: it is behind), give or take half a step; null: nothing speaks for it. */
      suspectedMs: z.int().nullable(),
      /** The share of the samples that speak for it, 0 to 1. */
      share: z.number().min(0).max(1),
    }),
  }),
  /** Null without a store, or where it cannot be read. */
  keys: z
    .strictObject({
      hasRecoveryKey: z.boolean(),
      /** When somebody last proved to have it; null: never since it was made. */
      recoveryCheckedAt: Timestamp.nullable(),
      /** Owners who came back with the recovery key in the last 30 days, the latest first. */
      ownersBack: z.array(z.strictObject({ name: z.string(), at: Timestamp })),
    })
    .nullable(),
  audit: z.strictObject({
    tail: AuditTail,
    /** The last verification of the whole; null: there was none. */
    lastFull: z.strictObject({ at: Timestamp, valid: z.boolean(), events: z.int().nonnegative() }).nullable(),
    /** The last restore of a backup whose audit log was broken, and its first broken event; null: there was none. */
    restored: z.strictObject({ at: Timestamp, backupName: z.string(), event: z.int() }).nullable(),
  }),
  /** Null without a store that is set up, or where it cannot be read. */
  backups: z
    .strictObject({
      /** Whether backups can be made without a person: somebody to encrypt them to, and a place for them. */
      configured: z.boolean(),
      /** When the newest proven one was made; one by hand counts only where none are made without a person. */
      lastAt: Timestamp.nullable(),
      /** Whether there is none, or it is too long ago, by the plan. */
      stale: z.boolean(),
      /** Runs with problems that nobody has dealt with. */
      problems: z.int().nonnegative(),
      /** Names of recipients whose identity nobody has shown for too long, by the plan. */
      unprovenRecipients: z.array(z.string()),
      /** Whether somebody still has to look through what a restore could not carry over. */
      restoreOpen: z.boolean(),
    })
    .nullable(),
  /** What is missing or odd about what opens the keys, for people; empty: nothing. */
  slots: z.array(z.string()),
  versions: z.record(z.string(), z.string()),
});
export type HealthReport = z.infer<typeof HealthReport>;

/** Whose codes are refused because one was accepted while this computer's clock was in the future. */
export const StepAhead = z.strictObject({
  /** A person's or an administrator's authenticator, or a hardware token that nobody has. */
  kind: z.enum(["person", "administrator", "device"]),
  /** Username, administrator's name or serial number. */
  name: z.string(),
  /** Of the authenticator; empty for a hardware token. */
  label: z.string(),
  /** When its codes would count again by themselves. */
  refusedUntil: Timestamp,
});
export type StepAhead = z.infer<typeof StepAhead>;

export const system = {
  /** What the console is in, and who is signed in. Holds nothing secret outside a demo. */
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
  /** Whose codes are refused because one was accepted while this computer's clock was in the future: the first 200. */
  stepsAhead: query({
    input: z.strictObject({}),
    output: z.strictObject({ rows: z.array(StepAhead), total: z.int().nonnegative() }),
    allow: ["owner"],
  }),
  /** Lets all of these count again from now on. CLOCK_ROLLED_BACK before the clock is confirmed. */
  setStepsBack: mutation({
    input: z.strictObject({ reason: requiredLine("The reason", 300) }),
    output: z.strictObject({ count: z.int().nonnegative() }),
    allow: ["owner"],
    stepUp: "authenticators",
  }),
};
