import { z } from "zod";
import { SessionId, TokenId } from "../model/ids.ts";
import { BackupCodes, BackupCodeStatus, everyRole, PendingEnrolment, Role, Timestamp } from "../model/records.ts";
import { line } from "../model/text.ts";
import { mutation, query } from "./procedure.ts";
import { NewPassword, Password, TotpCode } from "./secrets.ts";

const nothing = z.strictObject({});

/** One's own session, on this or another window or terminal. */
const OwnSession = z.strictObject({
  id: SessionId,
  /** Where it was begun. */
  origin: z.enum(["window", "terminal"]),
  signedInAt: Timestamp,
  lastSeenAt: Timestamp,
  expiresAt: Timestamp,
  locked: z.boolean(),
  /** The one that asks. */
  current: z.boolean(),
});

const OwnAuthenticator = z.strictObject({
  id: TokenId,
  label: z.string(),
  status: z.enum(["active", "locked"]),
  createdAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
});

export const Account = z.strictObject({
  name: z.string(),
  role: Role,
  authenticators: z.array(OwnAuthenticator),
  backupCodes: BackupCodeStatus.nullable(),
  sessions: z.array(OwnSession),
  secondFactor: z.enum(["on", "off"]),
  /** Whether the policy lets it be turned off. */
  secondFactorOptional: z.boolean(),
  passwordChangedAt: Timestamp,
});
export type Account = z.infer<typeof Account>;

const sensitive = { allow: everyRole, stepUp: "own security" } as const;

/** What administrators settle for themselves. Where a password or factor changes, every other session of theirs ends. */
export const account = {
  get: query({ input: nothing, output: Account, allow: everyRole }),
  /** SIGN_IN_REFUSED for a wrong present one; PASSWORD_REFUSED for one that is guessed at once. */
  changePassword: mutation({
    input: z.strictObject({ current: Password, next: NewPassword }),
    output: nothing,
    ...sensitive,
  }),
  /** A further authenticator, or one in place of `replaces`, which goes when the new one is proven. */
  beginAuthenticator: mutation({
    input: z.strictObject({ label: line("The label", 64).optional(), replaces: TokenId.optional() }),
    output: PendingEnrolment,
    ...sensitive,
  }),
  confirmAuthenticator: mutation({
    input: z.strictObject({ tokenId: TokenId, code: TotpCode }),
    output: Account,
    ...sensitive,
  }),
  /** TOKEN_STATE for the only one while the second factor is on. */
  removeAuthenticator: mutation({ input: z.strictObject({ tokenId: TokenId }), output: Account, ...sensitive }),
  regenerateBackupCodes: mutation({
    input: nothing,
    output: z.strictObject({ backupCodes: BackupCodes }),
    ...sensitive,
  }),
  endSession: mutation({ input: z.strictObject({ id: SessionId }), output: Account, allow: everyRole }),
  endOtherSessions: mutation({ input: nothing, output: Account, allow: everyRole }),
  /** POLICY_REFUSED where the policy asks for it. Revokes authenticators and backup codes. */
  turnOffSecondFactor: mutation({ input: nothing, output: Account, ...sensitive }),
};
