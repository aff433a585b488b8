import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";

/** The file as a whole cannot be read. @param why and what to do */
export const damaged = (why: Text, cause?: unknown): AppError =>
  new AppError("FORMAT_UNREADABLE", { text: why, ...(cause === undefined ? {} : { cause }) });

/** The file is not what it begins as: cut off, or changed. */
export const broken = (cause?: unknown): AppError => damaged(text("formats.broken"), cause);

/** @param whose password or key is asked for, such as `the password of the Aegis vault` */
export const passphraseRequired = (whose: Text): AppError =>
  new AppError("FORMAT_PASSPHRASE_REQUIRED", { text: text("formats.passphraseRequired", { whose }) });

/** Where the format can tell a wrong password from a damaged file. */
export const passphraseWrong = (whose: Text): AppError =>
  new AppError("FORMAT_PASSPHRASE_WRONG", { text: text("formats.passphraseWrong", { whose }) });

/** Where it cannot: one seal over everything. */
export const passphraseWrongOrDamaged = (whose: Text): AppError =>
  new AppError("FORMAT_PASSPHRASE_WRONG", { text: text("formats.passphraseWrongOrDamaged", { whose }) });
