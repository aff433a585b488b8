import { z } from "zod";
import { crockfordCode, looksLikeBackupCode, looksLikeCode, plainCode, readFactor } from "../model/typed.ts";

/** Long enough for any passphrase, short enough that hashing cannot be made expensive. */
const maxSecretLength = 1024;

/** A password as typed at sign-in: NFKC (NIST SP 800-63B-4 3.1.1.2), with no other check. */
export const Password = z
  .string("The password is missing.")
  .min(1, "The password is missing.")
  .max(maxSecretLength, "The password is too long.")
  .transform((text) => text.normalize("NFKC"));

/** A password being chosen. At least 8 characters beside the second factor (NIST SP 800-63B-4 3.1.1.2). */
export const NewPassword = Password.pipe(
  z.string().refine((text) => [...text].length >= 8, "Use at least 8 characters."),
);

export const Passphrase = z
  .string("The passphrase is missing.")
  .min(1, "The passphrase is missing.")
  .max(maxSecretLength, "The passphrase is too long.")
  .transform((text) => text.normalize("NFKC"));

/** A passphrase being chosen for something that can be attacked offline. */
export const NewPassphrase = Passphrase.pipe(
  z.string().refine((text) => [...text].length >= 8, "Use at least 8 characters."),
);

/** Longer than any code with all that people type between its letters. */
const maxCodeLength = 128;

const notACode = "A code has 6 or 8 digits.";

/** Digits as read from an authenticator, as people type them. */
export const TotpCode = z
  .string("The code is missing.")
  .max(maxCodeLength, notACode)
  .transform(plainCode)
  .pipe(
    z.string().superRefine((code, context) => {
      if (looksLikeCode(code)) return;
      const message = looksLikeBackupCode(crockfordCode(code))
        ? "This is a backup code. Enter the 6 or 8 digits that the authenticator shows."
        : notACode;
      context.addIssue({ code: "custom", message });
    }),
  );

/** A backup code as typed; case, spaces, hyphens and dots do not matter. */
const BackupCode = z
  .string("The backup code is missing.")
  .min(1, "The backup code is missing.")
  .max(maxCodeLength, "This is not a backup code.");

export const RecoveryKey = z
  .string("The recovery key is missing.")
  .min(1, "The recovery key is missing.")
  .max(256, "This is not a recovery key.");

/** One-time code of an invitation, as typed from paper. */
export const InvitationCode = z
  .string("The one-time code is missing.")
  .min(1, "The one-time code is missing.")
  .max(64, "This is not a one-time code.");

/** A share of the recovery key as typed from paper. */
export const RecoveryShare = z
  .string("The share is missing.")
  .min(1, "The share is missing.")
  .max(512, "This is not a share.");

/** The recovery key, or enough of its shares. */
export const recoveryInput = {
  recoveryKey: RecoveryKey.optional(),
  shares: z.array(RecoveryShare).min(2, "Enter at least two shares.").max(16).optional(),
};

/** @returns whether exactly one of the two is given */
export const oneRecovery = (input: { recoveryKey?: unknown; shares?: unknown }): boolean =>
  (input.recoveryKey === undefined) !== (input.shares === undefined);

export const oneRecoveryIssue = { message: "Enter the recovery key or its shares.", path: ["recoveryKey"] };

/** An age identity, or the text of a file of one: `AGE-SECRET-KEY-1…`. */
export const IdentityText = z
  .string("The backup key is missing.")
  .min(1, "The backup key is missing.")
  .max(16 * 1024, "This is not a backup key.");

/**
 * Either a code or a backup code. What was typed into the wrong one of the two fields is treated as what it is: see
 * `sortFactor`.
 */
export const factorInput = {
  code: z.string("The code is missing.").max(maxCodeLength, notACode).optional(),
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

export const oneFactorIssue = { message: "Enter a code or a backup code.", path: ["code"] };
