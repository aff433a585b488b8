import { AppError, type ErrorCode } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";

/** System errors of files and processes (errno(3); libuv's names on Windows), and what each means to the person. */
const byErrno = {
  ENOENT: "FILE_NOT_FOUND",
  ENOTDIR: "FILE_NOT_FOUND",
  ENXIO: "FILE_NOT_FOUND",
  ENODEV: "FILE_NOT_FOUND",

  EEXIST: "FILE_EXISTS",
  ENOTEMPTY: "FILE_EXISTS",

  EACCES: "PERMISSION_DENIED",
  EPERM: "PERMISSION_DENIED",
  EROFS: "PERMISSION_DENIED",

  ENOSPC: "DISK_FULL",
  EDQUOT: "DISK_FULL",

  // Not DISK_FULL: freeing space does not help where the file system has a limit for one file.
  EFBIG: "IO_ERROR",
  EIO: "IO_ERROR",
  EREMOTEIO: "IO_ERROR",
  ESTALE: "IO_ERROR",
  ETIMEDOUT: "IO_ERROR",
  EPIPE: "IO_ERROR",
  ESPIPE: "IO_ERROR",
  ENOTSUP: "IO_ERROR",
  EOPNOTSUPP: "IO_ERROR",
  ENOSYS: "IO_ERROR",
  EXDEV: "IO_ERROR",
  EMLINK: "IO_ERROR",
  EINTR: "IO_ERROR",
  UNKNOWN: "IO_ERROR",

  ECANCELED: "CANCELLED",

  EBUSY: "BUSY",
  ETXTBSY: "BUSY",
  EAGAIN: "BUSY",
  EDEADLK: "BUSY",

  ENOMEM: "OUT_OF_MEMORY",
  EMFILE: "OUT_OF_MEMORY",
  ENFILE: "OUT_OF_MEMORY",

  EISDIR: "INVALID_INPUT",
  ENAMETOOLONG: "INVALID_INPUT",
  EILSEQ: "INVALID_INPUT",
  EINVAL: "INVALID_INPUT",
  ELOOP: "INVALID_INPUT",
  ECHARSET: "INVALID_INPUT",
} as const satisfies Record<string, ErrorCode>;

/** Where the code's text would not say what to do. */
const texts: Partial<Record<keyof typeof byErrno, Text>> = {
  ENOTDIR: text("base.pathNotFolder"),
  EISDIR: text("base.folderNotFile"),
  ENOTEMPTY: text("base.folderNotEmpty"),
  EROFS: text("base.diskReadOnly"),
  EDQUOT: text("base.quotaUsedUp"),
  EFBIG: text("base.fileTooLarge"),
  ETIMEDOUT: text("base.diskSilent"),
  EBUSY: text("base.fileInUse"),
  ETXTBSY: text("base.fileInUse"),
  EMFILE: text("base.tooManyFiles"),
  ENFILE: text("base.tooManyFiles"),
  ENAMETOOLONG: text("base.nameTooLong"),
  EILSEQ: text("base.nameNotStorable"),
  EINVAL: text("base.nameNotAccepted"),
  ELOOP: text("base.linkLoop"),
};

export const errnoNames = Object.keys(byErrno) as (keyof typeof byErrno)[];

/** Node's own errors about files, which carry no errno. */
const byNodeCode: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ["ERR_FS_FILE_TOO_LARGE", "INVALID_INPUT"],
  ["ERR_FS_EISDIR", "INVALID_INPUT"],
  ["ERR_FS_CP_EEXIST", "FILE_EXISTS"],
]);

function isErrno(code: string): code is keyof typeof byErrno {
  return Object.hasOwn(byErrno, code);
}

/**
 * An error of the file system. The path stays in the cause: it may name people.
 *
 * @returns undefined for any other error
 */
export function fromFileSystem(thrown: unknown): AppError | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown) || typeof thrown.code !== "string") {
    return undefined;
  }
  const nodeCode = byNodeCode.get(thrown.code);
  if (nodeCode !== undefined) return new AppError(nodeCode, { cause: thrown });
  // Sockets and signals have errno codes too; only system calls name their `syscall`.
  if (!isErrno(thrown.code) || !("syscall" in thrown)) return undefined;
  const known = texts[thrown.code];
  return new AppError(byErrno[thrown.code], {
    ...(known === undefined ? {} : { text: known }),
    cause: thrown,
  });
}
