import { AppError, type ErrorCode } from "#shared/errors.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";

const failed = { code: "DESTINATION_FAILED" } as const;

const byCode: Partial<Record<ErrorCode, { code: ErrorCode; message?: string }>> = {
  FILE_NOT_FOUND: { code: "DESTINATION_UNREACHABLE" },
  PERMISSION_DENIED: {
    code: "DESTINATION_REFUSED",
    message: "The backup folder cannot be used. Check its permissions, and whether its disk is read-only.",
  },
  DISK_FULL: {
    code: "DISK_FULL",
    message: "The backup folder's disk is full. Free some space there or choose another location.",
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
    message: "The backup folder was not found. Connect its disk or network share and try again.",
    ...(cause === undefined ? {} : { cause }),
  });

export const notAnswering = (): AppError =>
  new AppError("DESTINATION_UNREACHABLE", {
    message:
      "The backup folder has not responded for a minute. Check its disk or network share: it may be connected but not responding.",
  });

export const stillHangs = (): AppError =>
  new AppError("DESTINATION_UNREACHABLE", {
    message:
      "The backup folder is still not responding: earlier work in it is stuck. Reconnect its disk or network share, or restart the console.",
  });

export const notAFile = (): AppError =>
  new AppError("DESTINATION_FAILED", {
    message: "Something in the folder that is not a file has the name of this backup. Remove it there.",
  });
