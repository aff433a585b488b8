import { z } from "zod";
import { everyRole, Phase, Session } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
import { mutation, query } from "./procedure.ts";
import { BackupCode, Passphrase, Password, RecoveryKey, TotpCode } from "./secrets.ts";

const nothing = z.strictObject({});

export const access = {
  /** Password and second factor in one call, so that a refusal never says which of them was wrong. */
  signIn: mutation({
    input: z
      .strictObject({
        name: requiredLine("The name", 128),
        password: Password,
        code: TotpCode.optional(),
        backupCode: BackupCode.optional(),
        /** Opens the vault first, where no keychain does. */
        passphrase: Passphrase.optional(),
      })
      .refine((input) => (input.code === undefined) !== (input.backupCode === undefined), {
        message: "Give a code or a backup code.",
        path: ["code"],
      }),
    output: z.strictObject({ session: Session, remainingBackupCodes: z.int().nullable() }),
    allow: "anyone",
    phases: ["ready", "locked"],
  }),
  signOut: mutation({ input: nothing, output: nothing, allow: everyRole, whileLocked: true }),
  whoami: query({ input: nothing, output: Session, allow: everyRole, whileLocked: true }),
  /** Keeps the session but answers nothing until `unlock`. */
  lock: mutation({ input: nothing, output: Session, allow: everyRole, whileLocked: true }),
  unlock: mutation({
    input: z.strictObject({ password: Password }),
    output: Session,
    allow: everyRole,
    whileLocked: true,
  }),
  /** How well a password that is being chosen would withstand guessing. */
  passwordStrength: query({
    input: z.strictObject({
      password: z.string().max(1024),
      /** Words that belong to the person or the organisation and are guessed first. */
      inputs: z.array(z.string().max(200)).max(10).optional(),
    }),
    output: z.strictObject({
      /** 0 (guessed at once) to 4 (very hard to guess). */
      score: z.int().min(0).max(4),
      warning: z.string().nullable(),
      suggestions: z.array(z.string()),
      /** Whether the console would take it. */
      acceptable: z.boolean(),
    }),
    allow: "anyone",
    phases: Phase.options,
  }),
};

export const vault = {
  /** Opens the data key by a human slot, and binds this computer's keychain again if it answers. */
  unlock: mutation({
    input: z.union([z.strictObject({ passphrase: Passphrase }), z.strictObject({ recoveryKey: RecoveryKey })]),
    output: z.strictObject({ keychainBound: z.boolean() }),
    allow: "anyone",
    phases: ["locked", "ready"],
  }),
};
