import { z } from "zod";
import { missing, overlong } from "../model/text.ts";
import { issueOf } from "../texts/issues.ts";
import { text } from "../texts/text.ts";
import { crockfordCode, looksLikeBackupCode, looksLikeCode, plainCode, readFactor } from "../model/typed.ts";

/** Long enough for any passphrase, short enough that hashing cannot be made expensive. */
const maxSecretLength = 1024;

/** A password as typed at sign-in: NFKC (NIST SP 800-63B-4 3.1.1.2), with no other check. */
export const Password = z
  .string(missing("password"))
  .min(1, missing("password"))
  .max(maxSecretLength, overlong("password"))
  .transform((typed) => typed.normalize("NFKC"));

/** A password being chosen. At least 8 characters beside the second factor (NIST SP 800-63B-4 3.1.1.2). */
export const NewPassword = Password.pipe(
  z.string().refine((typed) => [...typed].length >= 8, issueOf(text("input.enterLongerSecret"))),
);

export const Passphrase = z
  .string(missing("passphrase"))
  .min(1, missing("passphrase"))
  .max(maxSecretLength, overlong("passphrase"))
  .transform((typed) => typed.normalize("NFKC"));

/** A passphrase being chosen for something that can be attacked offline. */
export const NewPassphrase = Passphrase.pipe(
  z.string().refine((typed) => [...typed].length >= 8, issueOf(text("input.enterLongerSecret"))),
);

/** Longer than any code with all that people type between its letters. */
const maxCodeLength = 128;

const notACode = issueOf(text("input.notACode"));

/** Digits as read from an authenticator, as people type them. */
export const TotpCode = z
  .string(missing("code"))
  .max(maxCodeLength, notACode)
  .transform(plainCode)
  .pipe(
    z.string().superRefine((code, context) => {
      if (looksLikeCode(code)) return;
      const message = looksLikeBackupCode(crockfordCode(code)) ? issueOf(text("input.backupCodeForCode")) : notACode;
      context.addIssue({ code: "custom", message });
    }),
  );

/** A backup code as typed; case, spaces, hyphens and dots do not matter. */
const BackupCode = z
  .string(missing("backupCode"))
  .min(1, missing("backupCode"))
  .max(maxCodeLength, issueOf(text("input.notABackupCode")));

export const RecoveryKey = z
  .string(missing("recoveryKey"))
  .min(1, missing("recoveryKey"))
  .max(256, issueOf(text("input.notARecoveryKey")));

/** One-time code of an invitation, as typed from paper. */
export const InvitationCode = z
  .string(missing("invitationCode"))
  .min(1, missing("invitationCode"))
  .max(64, issueOf(text("input.notAnInvitationCode")));

/** A share of the recovery key as typed from paper. */
export const RecoveryShare = z
  .string(missing("share"))
  .min(1, missing("share"))
  .max(512, issueOf(text("input.notAShare")));

/** The recovery key, or enough of its shares. */
export const recoveryInput = {
  recoveryKey: RecoveryKey.optional(),
  shares: z
    .array(RecoveryShare)
    .min(2, issueOf(text("input.twoShares")))
    .max(16)
    .optional(),
};

/** @returns whether exactly one of the two is given */
export const oneRecovery = (input: { recoveryKey?: unknown; shares?: unknown }): boolean =>
  (input.recoveryKey === undefined) !== (input.shares === undefined);

export const oneRecoveryIssue = { message: issueOf(text("input.oneRecovery")), path: ["recoveryKey"] };

/** An age identity, or the text of a file of one: `AGE-SECRET-KEY-1…`. */
export const IdentityText = z
  .string(missing("identity"))
  .min(1, missing("identity"))
  .max(16 * 1024, issueOf(text("input.notAnIdentity")));

/**
 * Either a code or a backup code. What was typed into the wrong one of the two fields is treated as what it is: see
 * `sortFactor`.
 */
export const factorInput = {
  code: z.string(missing("code")).max(maxCodeLength, notACode).optional(),
  backupCode: BackupCode.optional(),
};

/**
 * Puts what was typed where it belongs. Refuses an incomplete code here: it should not cost an attempt.
 *
 * @returns what was given, with at most one of the two
 */
export function sortFactor<Rest extends object>(
  { code, backupCode, ...rest }: Rest & { code?: string | undefined; backupCode?: string | undefined },
  context: z.core.$RefinementCtx,
) {
  const none: { code?: string; backupCode?: string } = {};
  const typed = code ?? backupCode;
  if (typed === undefined) return { ...rest, ...none };
  const factor = readFactor(typed);
  if (factor) return { ...rest, ...none, ...factor };
  if (code === undefined) return { ...rest, ...none, backupCode: typed };
  context.addIssue({ code: "custom", message: notACode, path: ["code"], input: code });
  return { ...rest, ...none };
}

/** @returns whether exactly one of the two is given */
export const oneFactor = (input: { code?: unknown; backupCode?: unknown }): boolean =>
  (input.code === undefined) !== (input.backupCode === undefined);

export const oneFactorIssue = { message: issueOf(text("input.oneFactor")), path: ["code"] };
