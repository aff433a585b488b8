import { z } from "zod";
import { VaultSlotId } from "../model/ids.ts";
import { Timestamp } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
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

/** A way into the console's keys. */
export const VaultSlot = z.strictObject({
  id: VaultSlotId,
  /** `password`: the owner's password; `shares`: a recovery key that exists in shares only. */
  kind: z.enum(["keychain", "passphrase", "password", "recovery", "shares"]),
  /** Chosen by whoever made it; empty without one. */
  label: z.string(),
  createdAt: Timestamp,
  /** When somebody last proved to have it; null: never since it was made. */
  checkedAt: Timestamp.nullable(),
  /** Of `shares`: how many were made, and how many of them are needed. */
  shares: z.strictObject({ total: z.int(), needed: z.int() }).nullable(),
});
export type VaultSlot = z.infer<typeof VaultSlot>;

export const VaultStatus = z.strictObject({
  slots: z.array(VaultSlot),
  /** When the data key was last exchanged, or made. */
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
  /** Opens the data key by a human slot, and binds this computer's keychain again if it answers and may. */
  unlock: mutation({
    input: z.union([
      z.strictObject({ passphrase: Passphrase }),
      z.strictObject({ recoveryKey: RecoveryKey }),
      z.strictObject({ shares: z.array(RecoveryShare).min(2, "Give at least two shares.").max(16) }),
    ]),
    output: z.strictObject({ keychainBound: z.boolean() }),
    allow: "anyone",
    phases: ["locked", "ready"],
  }),
  status: query({ input: nothing, output: VaultStatus, allow: ["owner"] }),
  /** Adds a passphrase. CONFLICT when one of that label is there. */
  addPassphrase: mutation({
    input: z.strictObject({ label: requiredLine("The label", 64), passphrase: NewPassphrase }),
    output: VaultSlot,
    allow: ["owner"],
    stepUp: "vault",
  }),
  /** Exchanges a passphrase for another one. UNLOCK_REFUSED when the present one is wrong. */
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
  /** Whether somebody still has the recovery key, its shares or a passphrase: opens nothing, and is written down. */
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
   * Makes a new recovery key, whole or in shares, `needed` of which make it up, and shows it once. It opens nothing, and
   * the present one stays, until `replaceRecoveryKey` or `rotate` is given the new one. In place of one that was prepared
   * before.
   */
  prepareRecoveryKey: mutation({
    input: z.strictObject({
      shares: z
        .strictObject({ total: z.int().min(2).max(16), needed: z.int().min(2).max(16) })
        .refine((input) => input.needed <= input.total, {
          message: "Not more may be needed than there are.",
          path: ["needed"],
        })
        .optional(),
    }),
    output: PreparedRecovery,
    allow: ["owner"],
    stepUp: "vault",
  }),
  /**
   * Puts the prepared recovery key, which is given to prove that it was written down, in the place of the present one.
   * UNLOCK_REFUSED or SHARES_REFUSED for any other one.
   */
  replaceRecoveryKey: mutation({
    input: z.strictObject(recoveryInput).refine(oneRecovery, oneRecoveryIssue),
    output: VaultSlot,
    allow: ["owner"],
    stepUp: "vault",
    countersign: true,
  }),
  /** Whether the keychain may open the keys at the start. `true` takes them out of it; needs a passphrase or password slot. */
  setPassphraseAtStart: mutation({
    input: z.strictObject({ required: z.boolean() }),
    output: VaultStatus,
    allow: ["owner"],
    stepUp: "vault",
    countersign: true,
  }),
  /** Binds the keys to the keychain that this computer has now, with a new wrapping key; older bindings end. KEYCHAIN_UNAVAILABLE. */
  bindKeychain: mutation({ input: nothing, output: VaultStatus, allow: ["owner"], stepUp: "vault" }),
  /**
   * Exchanges the data key and seals everything anew. Passphrases that are not given lose their slots. The recovery key, or
   * shares of it, that is given opens the store afterwards: the prepared one, or the present one. Nothing is shown
   * afterwards that could be lost. Takes the store for itself. Killed half-way it has changed nothing.
   */
  rotate: mutation({
    input: z
      .strictObject({
        /** One for each passphrase or password slot that is to stay. */
        passphrases: z.array(Passphrase).max(16),
        ...recoveryInput,
      })
      .refine(oneRecovery, oneRecoveryIssue),
    output: z.strictObject({
      resealed: z.int().nonnegative(),
      /** Labels of the passphrases that no longer open the console. */
      dropped: z.array(z.string()),
    }),
    allow: ["owner"],
    stepUp: "vault",
    countersign: true,
    progress: Progress,
  }),
};
