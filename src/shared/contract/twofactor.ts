import { z } from "zod";
import { TokenId } from "../model/ids.ts";
import { Algorithm, BackupCodes, Digits, PendingEnrolment, Period, Token, Verdict } from "../model/records.ts";
import { line } from "../model/text.ts";
import { UserRef } from "./directory.ts";
import { mutation } from "./procedure.ts";
import { BackupCode, TotpCode } from "./secrets.ts";

const manage = ["owner", "operator"] as const;
const byId = z.strictObject({ tokenId: TokenId });

export const tokens = {
  /** A new authenticator, pending until a code proves that it was taken over. */
  begin: mutation({
    input: z.strictObject({
      user: UserRef,
      label: line("The label", 64).optional(),
      algorithm: Algorithm.optional(),
      digits: Digits.optional(),
      period: Period.optional(),
      /** The authenticator that this one replaces; it is revoked at the confirmation, not before. */
      replaces: TokenId.optional(),
    }),
    output: PendingEnrolment,
    allow: manage,
  }),
  /** Activates. Backup codes come with the first authenticator and with a replacement, else the list is empty. */
  confirm: mutation({
    input: z.strictObject({ tokenId: TokenId, code: TotpCode }),
    output: z.strictObject({ token: Token, backupCodes: BackupCodes }),
    allow: manage,
  }),
  /** Throws a pending enrolment away. */
  cancel: mutation({ input: byId, output: z.strictObject({}), allow: manage }),
  disable: mutation({ input: byId, output: Token, allow: manage }),
  enable: mutation({ input: byId, output: Token, allow: manage }),
  /** For good: the seed is erased. */
  revoke: mutation({ input: byId, output: Token, allow: manage }),
  /** Voids the codes that are left and makes new ones. */
  regenerateBackupCodes: mutation({
    input: z.strictObject({ user: UserRef }),
    output: z.strictObject({ backupCodes: BackupCodes }),
    allow: manage,
  }),
};

export const verification = {
  /** The help desk's check. It counts: an accepted code is used up, a refused one is counted. */
  check: mutation({
    input: z.union([
      z.strictObject({ user: UserRef, code: TotpCode }),
      z.strictObject({ user: UserRef, backupCode: BackupCode }),
    ]),
    output: Verdict,
    allow: ["owner", "operator", "helpdesk"],
  }),
};
