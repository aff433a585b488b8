import { AppError } from "#shared/errors.ts";

/** @param check what failed, in a word or two; shown as a detail */
export const damaged = (check: string, cause?: unknown): AppError =>
  new AppError("BACKUP_DAMAGED", { details: { check }, ...(cause === undefined ? {} : { cause }) });

export const unreadable = (check: string, message?: string, cause?: unknown): AppError =>
  new AppError("BACKUP_UNREADABLE", {
    details: { check },
    ...(message === undefined ? {} : { message }),
    ...(cause === undefined ? {} : { cause }),
  });

/** @param kind what is newer: the format of the file, or the schema of the store in it */
export const newer = (kind: "format" | "schema", found: number, known: number): AppError =>
  new AppError("BACKUP_NEWER", { details: { kind, found, known } });
