import { z } from "zod";

/** Long enough for any passphrase, short enough that hashing cannot be made expensive. */
const maxSecretLength = 1024;

/** A password as typed at sign-in: NFKC (NIST SP 800-63B-4 3.1.1.2), nothing else is judged here. */
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

/** Digits as read from an authenticator; blanks between them are what people type. */
export const TotpCode = z
  .string("The code is missing.")
  .max(64, "A code has 6 or 8 digits.")
  .transform((text) => text.replaceAll(/[\s-]/gu, ""))
  .pipe(z.string().regex(/^\d{6}(\d{2})?$/u, "A code has 6 or 8 digits."));

/** A backup code as typed; case, blanks and hyphens do not matter. */
export const BackupCode = z
  .string("The backup code is missing.")
  .min(1, "The backup code is missing.")
  .max(128, "This is not a backup code.");

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

/** An age identity, or the text of a file of one: `AGE-SECRET-KEY-1…`. */
export const IdentityText = z
  .string("The recovery identity is missing.")
  .min(1, "The recovery identity is missing.")
  .max(16 * 1024, "This is not a recovery identity.");

/** A code or a backup code, one of the two. */
export const factorInput = { code: TotpCode.optional(), backupCode: BackupCode.optional() };

/** @returns whether exactly one of the two is given */
export const oneFactor = (input: { code?: unknown; backupCode?: unknown }): boolean =>
  (input.code === undefined) !== (input.backupCode === undefined);

export const oneFactorIssue = { message: "Give a code or a backup code.", path: ["code"] };
