import { z } from "zod";
import { DeskShown } from "../model/desks.ts";
import { VaultSlotId } from "../model/ids.ts";
import { Timestamp } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
import { issueOf } from "../texts/issues.ts";
import { Label } from "../texts/schemas.ts";
import { text } from "../texts/text.ts";
import { Progress } from "./audit.ts";
import { mutation, query } from "./procedure.ts";
import {
  NewPassphrase,
  oneRecovery,
  oneRecoveryIssue,
  Passphrase,
  RecoveryKey,
  recoveryInput,
  RecoveryShare,
} from "./secrets.ts";

const nothing = z.strictObject({});

/** A way to open the console's keys. */
export const VaultSlot = z.strictObject({
  id: VaultSlotId,
  /** `password`: the owner's password; `shares`: a recovery key that exists in shares only. */
  kind: z.enum(["keychain", "passphrase", "password", "recovery", "shares"]),
  /** Chosen by the person who made it; empty without one. */
  label: z.string(),
  createdAt: Timestamp,
  /** When somebody last tested it; null: never since it was made. */
  checkedAt: Timestamp.nullable(),
  /** Of `shares`: how many were made, and how many of them are needed. */
  shares: z.strictObject({ total: z.int(), needed: z.int() }).nullable(),
  /** Of `keychain`: whose keychain it is. */
  desk: DeskShown.nullable(),
});
export type VaultSlot = z.infer<typeof VaultSlot>;

export const VaultStatus = z.strictObject({
  slots: z.array(VaultSlot),
  /** When the data key was last rotated, or made. */
  keyCreatedAt: Timestamp,
  /** How many values are sealed under it. */
  sealedValues: z.int().nonnegative(),
  /** Whether a person must open the keys at each start: the keychain never does. */
  passphraseAtStart: z.boolean(),
  keychainReachable: z.boolean(),
});
export type VaultStatus = z.infer<typeof VaultStatus>;

/** Shown once. */
const PreparedRecovery = z.strictObject({
  /** 32 Crockford base32 characters (160 bits) in groups of four, joined by `-`; null where it exists in shares only. */
  recoveryKey: z.string().nullable(),
  /** One for each holder; empty for a whole key. */
  shares: z.array(z.string()),
});
export type PreparedRecovery = z.infer<typeof PreparedRecovery>;

export const vault = {
  /**
   * Opens the data key by a person's slot, and binds this computer's keychain again if it answers and is allowed to.
   */
  unlock: mutation({
    input: z.union([
      z.strictObject({ passphrase: Passphrase }),
      z.strictObject({ recoveryKey: RecoveryKey }),
      z.strictObject({
        shares: z
          .array(RecoveryShare)
          .min(2, issueOf(text("input.twoShares")))
          .max(16),
      }),
    ]),
    output: z.strictObject({ keychainBound: z.boolean() }),
    allow: "anyone",
    phases: ["locked", "ready"],
  }),
  status: query({ input: nothing, output: VaultStatus, allow: ["owner"] }),
  /** Adds a passphrase. CONFLICT if the label is taken. */
  addPassphrase: mutation({
    input: z.strictObject({ label: requiredLine("label", 64), passphrase: NewPassphrase }),
    output: VaultSlot,
    allow: ["owner"],
    stepUp: "vault",
  }),
  /** Replaces a passphrase. UNLOCK_REFUSED if the current one is wrong. */
  changePassphrase: mutation({
    input: z.strictObject({ id: VaultSlotId, current: Passphrase, next: NewPassphrase }),
    output: VaultSlot,
    allow: ["owner"],
    stepUp: "vault",
  }),
  /** LAST_SLOT for the last one that a person can open. */
  removeSlot: mutation({
    input: z.strictObject({ id: VaultSlotId }),
    output: nothing,
    allow: ["owner"],
    stepUp: "vault",
  }),
  /**
   * Tests whether somebody still has the recovery key, its shares or a passphrase: opens nothing, and records the
   * result.
   */
  check: mutation({
    input: z.union([
      z.strictObject({ passphrase: Passphrase }),
      z.strictObject({ recoveryKey: RecoveryKey }),
      z.strictObject({ shares: z.array(RecoveryShare).min(2).max(16) }),
    ]),
    output: VaultSlot,
    allow: ["owner"],
  }),
  /**
   * Makes a new recovery key, whole or in shares of which `needed` restore it, and shows it once. It opens nothing, and
   * the current one stays, until `replaceRecoveryKey` or `rotate` receives the new one. Replaces one that was prepared
   * before.
   */
  prepareRecoveryKey: mutation({
    input: z.strictObject({
      shares: z
        .strictObject({ total: z.int().min(2).max(16), needed: z.int().min(2).max(16) })
        .refine((input) => input.needed <= input.total, {
          error: issueOf(text("input.sharesNeeded")),
          path: ["needed"],
        })
        .optional(),
    }),
    output: PreparedRecovery,
    allow: ["owner"],
    stepUp: "vault",
  }),
  /**
   * Replaces the current recovery key by the prepared one, which must be entered to prove that it was written down.
   * UNLOCK_REFUSED or SHARES_REFUSED for any other one.
   */
  replaceRecoveryKey: mutation({
    input: z.strictObject(recoveryInput).refine(oneRecovery, oneRecoveryIssue),
    output: VaultSlot,
    allow: ["owner"],
    stepUp: "vault",
    countersign: true,
  }),
  /**
   * Whether the keychain may open the keys at the start. `true` removes them from it; needs a passphrase or password
   * slot.
   */
  setPassphraseAtStart: mutation({
    input: z.strictObject({ required: z.boolean() }),
    output: VaultStatus,
    allow: ["owner"],
    stepUp: "vault",
    countersign: true,
  }),
  /**
   * Binds the keys to this computer's current keychain, with a new wrapping key, in place of its earlier binding. Those
   * of other computers stay. KEYCHAIN_UNAVAILABLE.
   */
  bindKeychain: mutation({ input: nothing, output: VaultStatus, allow: ["owner"], stepUp: "vault" }),
  /**
   * Rotates the data key and seals everything again. Passphrases that are not given lose their slots, and so do the
   * keychains of other computers. The recovery key
   * or shares given here open the store afterwards: the prepared key, or the current one. Shows nothing that could be
   * lost. Needs exclusive use of the store. If it is killed half-way, nothing has changed.
   */
  rotate: mutation({
    safetyBackup: "rotation",
    input: z
      .strictObject({
        /** One for each passphrase or password slot to keep. */
        passphrases: z.array(Passphrase).max(16),
        ...recoveryInput,
      })
      .refine(oneRecovery, oneRecoveryIssue),
    output: z.strictObject({
      resealed: z.int().nonnegative(),
      /** Labels of the passphrases that no longer open the console. */
      dropped: z.array(Label),
      /** Names of the other computers whose keychains no longer open the console: they cannot have the new key. */
      desksEnded: z.array(z.string()),
    }),
    allow: ["owner"],
    stepUp: "vault",
    countersign: true,
    progress: Progress,
  }),
};
