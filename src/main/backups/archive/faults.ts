import { AppError } from "#shared/errors.ts";
import type { Text } from "#shared/texts/text.ts";

/** @param check what failed, in a word or two; shown as a detail */
export const damaged = (check: string, cause?: unknown): AppError =>
  new AppError("BACKUP_DAMAGED", { details: { check }, ...(cause === undefined ? {} : { cause }) });

export const unreadable = (check: string, what?: Text, cause?: unknown): AppError =>
  new AppError("BACKUP_UNREADABLE", {
    details: { check },
    ...(what === undefined ? {} : { text: what }),
    ...(cause === undefined ? {} : { cause }),
  });

/** @param kind what is newer: the format of the file, or the schema of the store in it */
export const newer = (kind: "format" | "schema", found: number, known: number): AppError =>
  new AppError("BACKUP_NEWER", { details: { kind, found, known } });
