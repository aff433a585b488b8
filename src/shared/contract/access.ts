import { z } from "zod";
import { ActKind } from "../model/acts.ts";
import { everyRole, newBackupCodes, PendingEnrolment, Phase, Role, Session, Timestamp } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
import { Text } from "../texts/schemas.ts";
import { mutation, query } from "./procedure.ts";
import {
  factorInput,
  InvitationCode,
  oneFactor,
  oneFactorIssue,
  Passphrase,
  Password,
  sortFactor,
  TotpCode,
} from "./secrets.ts";

const nothing = z.strictObject({});

export const access = {
  /** Password and second factor in one call, so that a refusal never reveals which of them was wrong. */
  signIn: mutation({
    input: z
      .strictObject({
        name: requiredLine("name", 128),
        password: Password,
        ...factorInput,
        /** Opens the vault first if the keychain has not. */
        passphrase: Passphrase.optional(),
      })
      // Leave both out only if the second factor is turned off, where the policy allows it.
      .refine((input) => input.code === undefined || input.backupCode === undefined, oneFactorIssue)
      .transform(sortFactor),
    output: z.strictObject({ session: Session, remainingBackupCodes: z.int().nullable() }),
    allow: "anyone",
    phases: ["ready", "locked"],
  }),
  signOut: mutation({ input: nothing, output: nothing, allow: everyRole, whileLocked: true }),
  whoami: query({ input: nothing, output: Session, allow: everyRole, whileLocked: true }),
  /** Keeps the session, but refuses everything until `unlock`. */
  lock: mutation({ input: nothing, output: Session, allow: everyRole, whileLocked: true }),
  unlock: mutation({
    input: z.strictObject({ password: Password }),
    output: Session,
    allow: everyRole,
    whileLocked: true,
  }),
  /** A fresh code for one kind of action: it counts for the policy's minutes in this session. */
  stepUp: mutation({
    input: z
      .strictObject({ kind: ActKind, ...factorInput })
      .refine(oneFactor, oneFactorIssue)
      .transform(sortFactor),
    output: z.strictObject({ until: Timestamp, remainingBackupCodes: z.int().nullable() }),
    allow: everyRole,
  }),
  /**
   * The first sign-in of an invited administrator, or of one whose second factor was reset: begins their authenticator.
   * INVITATION_REFUSED never says what was wrong. Invited administrators choose their password here.
   */
  beginOwnEnrolment: mutation({
    input: z.strictObject({
      name: requiredLine("name", 128),
      invitation: InvitationCode,
      password: Password,
    }),
    output: z.strictObject({ ...PendingEnrolment.shape, organisation: z.string(), role: Role }),
    allow: "anyone",
  }),
  /** Proves the new authenticator, uses up the one-time code and signs in. */
  confirmOwnEnrolment: mutation({
    input: z.strictObject({
      name: requiredLine("name", 128),
      invitation: InvitationCode,
      password: Password,
      code: TotpCode,
    }),
    output: z.strictObject({ ...newBackupCodes, session: Session }),
    allow: "anyone",
  }),
  /** How well a password that is being chosen would withstand guessing. */
  passwordStrength: query({
    input: z.strictObject({
      password: z.string().max(1024),
      /** Words connected with the person or the organisation, which are guessed first. */
      inputs: z.array(z.string().max(200)).max(10).optional(),
    }),
    output: z.strictObject({
      /** 0 (guessed at once) to 4 (very hard to guess). */
      score: z.int().min(0).max(4),
      warning: Text.nullable(),
      suggestions: z.array(Text),
      /** Whether the console would accept it. */
      acceptable: z.boolean(),
    }),
    allow: "anyone",
    phases: Phase.options,
  }),
};
