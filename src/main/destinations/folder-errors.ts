import { AppError, type ErrorCode } from "#shared/errors.ts";
import { toAppError } from "../errors/to-app-error.ts";

const failed = { code: "DESTINATION_FAILED" } as const;

const byCode: Partial<Record<ErrorCode, { code: ErrorCode; message?: string }>> = {
  FILE_NOT_FOUND: { code: "DESTINATION_UNREACHABLE" },
  PERMISSION_DENIED: {
    code: "DESTINATION_REFUSED",
    message: "The folder for backups cannot be used. Check its permissions, and whether its disk is read-only.",
  },
  DISK_FULL: {
    code: "DISK_FULL",
    message: "The disk of the folder for backups is full. Free some space there or choose another place.",
  },
  BUSY: failed,
  FILE_EXISTS: failed,
  INVALID_INPUT: failed,
  IO_ERROR: failed,
};

/** What an error of the file system means where it came from the folder. An AppError is returned as it is. */
export function folderError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = toAppError(thrown);
  const known = byCode[error.code];
  return known ? new AppError(known.code, { ...known, cause: thrown }) : error;
}

/** The same for what threw AppErrors about files already. */
export function aboutFolder(thrown: unknown): never {
  throw thrown instanceof AppError && thrown.cause !== undefined ? folderError(thrown.cause) : thrown;
}

export const notThere = (cause?: unknown): AppError =>
  new AppError("DESTINATION_UNREACHABLE", {
    message: "The folder for backups is not there. Connect its disk or network share and try again.",
    ...(cause === undefined ? {} : { cause }),
  });

export const notAnswering = (): AppError =>
  new AppError("DESTINATION_UNREACHABLE", {
    message:
      "The folder for backups has not answered for a minute. Check its disk or network share: it may be there and hang.",
  });

export const stillHangs = (): AppError =>
  new AppError("DESTINATION_UNREACHABLE", {
    message:
      "The folder for backups still does not answer: earlier work in it hangs. Connect its disk or network share again, or close the console and open it again.",
  });

export const notAFile = (): AppError =>
  new AppError("DESTINATION_FAILED", {
    message: "Something that is not a file has the name of this backup in the folder. Remove it there.",
  });
