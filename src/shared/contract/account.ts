import { z } from "zod";
import { DeskShown } from "../model/desks.ts";
import { BackupCodeSetId, SessionId, TokenId } from "../model/ids.ts";
import { BackupCodeStatus, everyRole, newBackupCodes, PendingEnrolment, Role, Timestamp } from "../model/records.ts";
import { line } from "../model/text.ts";
import { mutation, query } from "./procedure.ts";
import { NewPassword, Password, TotpCode } from "./secrets.ts";

const nothing = z.strictObject({});

/** One of the caller's sessions, in this or another window or terminal. */
const OwnSession = z.strictObject({
  id: SessionId,
  /** Where it began. */
  origin: z.enum(["window", "terminal"]),
  desk: DeskShown,
  signedInAt: Timestamp,
  lastSeenAt: Timestamp,
  expiresAt: Timestamp,
  locked: z.boolean(),
  /** The session that is asking. */
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
  /** Whether the policy allows turning it off. */
  secondFactorOptional: z.boolean(),
  passwordChangedAt: Timestamp,
});
export type Account = z.infer<typeof Account>;

const sensitive = { allow: everyRole, stepUp: "own security" } as const;

/** What administrators change for themselves. Changing a password or factor ends all their other sessions. */
export const account = {
  get: query({ input: nothing, output: Account, allow: everyRole }),
  /** SIGN_IN_REFUSED for a wrong current password; PASSWORD_REFUSED for one that is easily guessed. */
  changePassword: mutation({
    input: z.strictObject({ current: Password, next: NewPassword }),
    output: nothing,
    ...sensitive,
  }),
  /** Another authenticator, or one that replaces `replaces`, which is removed when the new one is confirmed. */
  beginAuthenticator: mutation({
    input: z.strictObject({ label: line("label", 64).optional(), replaces: TokenId.optional() }),
    output: PendingEnrolment,
    ...sensitive,
  }),
  confirmAuthenticator: mutation({
    input: z.strictObject({ tokenId: TokenId, code: TotpCode }),
    output: Account,
    ...sensitive,
  }),
  /** TOKEN_STATE for the only authenticator while the second factor is on. */
  removeAuthenticator: mutation({ input: z.strictObject({ tokenId: TokenId }), output: Account, ...sensitive }),
  regenerateBackupCodes: mutation({
    input: nothing,
    output: z.strictObject(newBackupCodes),
    ...sensitive,
  }),
  /** The caller has these codes. TOKEN_STATE for codes that are void; NOT_FOUND for anybody else's. */
  confirmBackupCodes: mutation({
    input: z.strictObject({ codeSet: BackupCodeSetId }),
    output: nothing,
    allow: everyRole,
  }),
  endSession: mutation({ input: z.strictObject({ id: SessionId }), output: Account, allow: everyRole }),
  endOtherSessions: mutation({ input: nothing, output: Account, allow: everyRole }),
  /** POLICY_REFUSED where the policy requires it. Revokes authenticators and backup codes. */
  turnOffSecondFactor: mutation({ input: nothing, output: Account, ...sensitive }),
};
