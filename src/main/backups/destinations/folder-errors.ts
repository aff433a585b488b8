import { AppError, type ErrorCode } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";

const failed = { code: "DESTINATION_FAILED" } as const;

const byCode: Partial<Record<ErrorCode, { code: ErrorCode; text?: Text }>> = {
  FILE_NOT_FOUND: { code: "DESTINATION_UNREACHABLE" },
  PERMISSION_DENIED: {
    code: "DESTINATION_REFUSED",
    text: text("backups.folderRefused"),
  },
  DISK_FULL: {
    code: "DISK_FULL",
    text: text("backups.folderFull"),
  },
  BUSY: failed,
  FILE_EXISTS: failed,
  INVALID_INPUT: failed,
  IO_ERROR: failed,
};

/** What an error of the file system means if it came from the folder. An AppError is returned unchanged. */
export function folderError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = toAppError(thrown);
  const known = byCode[error.code];
  return known ? new AppError(known.code, { ...known, cause: thrown }) : error;
}

/** The same for code that already throws AppErrors about files. */
export function aboutFolder(thrown: unknown): never {
  throw thrown instanceof AppError && thrown.cause !== undefined ? folderError(thrown.cause) : thrown;
}

export const notThere = (cause?: unknown): AppError =>
  new AppError("DESTINATION_UNREACHABLE", {
    text: text("backups.folderNotFound"),
    ...(cause === undefined ? {} : { cause }),
  });

export const notAnswering = (): AppError =>
  new AppError("DESTINATION_UNREACHABLE", {
    text: text("backups.folderSilent"),
  });

export const stillHangs = (): AppError =>
  new AppError("DESTINATION_UNREACHABLE", {
    text: text("backups.folderHangs"),
  });

export const notAFile = (): AppError =>
  new AppError("DESTINATION_FAILED", {
    text: text("backups.notAFile"),
  });
