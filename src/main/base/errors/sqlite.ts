import { AppError, type ErrorCode } from "#shared/errors.ts";

/**
 * SQLite's result codes (https://sqlite.org/rescode.html), and what each means to the person. Every code has its own
 * row, so that none is decided by accident: an extended code without a row would get its primary code's, and a test
 * refuses that.
 */
const byResultCode = {
  // The change itself is refused.
  SQLITE_CONSTRAINT: "INVALID_INPUT",
  SQLITE_CONSTRAINT_CHECK: "INVALID_INPUT",
  SQLITE_CONSTRAINT_DATATYPE: "INVALID_INPUT",
  SQLITE_CONSTRAINT_FUNCTION: "INVALID_INPUT",
  SQLITE_CONSTRAINT_NOTNULL: "INVALID_INPUT",
  SQLITE_CONSTRAINT_TRIGGER: "INVALID_INPUT",
  SQLITE_CONSTRAINT_VTAB: "INVALID_INPUT",
  SQLITE_MISMATCH: "INVALID_INPUT",
  SQLITE_TOOBIG: "INVALID_INPUT",
  SQLITE_CONSTRAINT_PRIMARYKEY: "CONFLICT",
  SQLITE_CONSTRAINT_ROWID: "CONFLICT",
  SQLITE_CONSTRAINT_UNIQUE: "CONFLICT",
  SQLITE_CONSTRAINT_FOREIGNKEY: "INVALID_REFERENCE",

  // Something else is using the database; the same call can succeed later.
  SQLITE_BUSY: "BUSY",
  SQLITE_BUSY_RECOVERY: "BUSY",
  SQLITE_BUSY_SNAPSHOT: "BUSY",
  SQLITE_BUSY_TIMEOUT: "BUSY",
  SQLITE_CONSTRAINT_PINNED: "BUSY",
  SQLITE_ERROR_RETRY: "BUSY",
  SQLITE_ERROR_SNAPSHOT: "BUSY",
  SQLITE_IOERR_BLOCKED: "BUSY",
  SQLITE_LOCKED: "BUSY",
  SQLITE_LOCKED_SHAREDCACHE: "BUSY",
  SQLITE_LOCKED_VTAB: "BUSY",
  SQLITE_PROTOCOL: "BUSY",
  SQLITE_SCHEMA: "BUSY",

  // The work was stopped on purpose.
  SQLITE_ABORT: "CANCELLED",
  SQLITE_ABORT_ROLLBACK: "CANCELLED",
  SQLITE_CONSTRAINT_COMMITHOOK: "CANCELLED",
  SQLITE_INTERRUPT: "CANCELLED",

  SQLITE_FULL: "DISK_FULL",

  SQLITE_NOMEM: "OUT_OF_MEMORY",
  SQLITE_IOERR_NOMEM: "OUT_OF_MEMORY",

  // What is on the disk is not an intact database. A short read is a file that ends too early.
  SQLITE_CORRUPT: "STORE_DAMAGED",
  SQLITE_CORRUPT_INDEX: "STORE_DAMAGED",
  SQLITE_CORRUPT_SEQUENCE: "STORE_DAMAGED",
  SQLITE_CORRUPT_VTAB: "STORE_DAMAGED",
  SQLITE_ERROR_MISSING_COLLSEQ: "STORE_DAMAGED",
  SQLITE_FORMAT: "STORE_DAMAGED",
  SQLITE_IOERR_BADKEY: "STORE_DAMAGED",
  SQLITE_IOERR_CODEC: "STORE_DAMAGED",
  SQLITE_IOERR_CORRUPTFS: "STORE_DAMAGED",
  SQLITE_IOERR_DATA: "STORE_DAMAGED",
  SQLITE_IOERR_SHORT_READ: "STORE_DAMAGED",
  SQLITE_ERROR_KEY: "STORE_DAMAGED",
  SQLITE_NOTADB: "STORE_DAMAGED",

  SQLITE_PERM: "STORE_READ_ONLY",
  SQLITE_READONLY: "STORE_READ_ONLY",
  SQLITE_READONLY_CANTINIT: "STORE_READ_ONLY",
  SQLITE_READONLY_CANTLOCK: "STORE_READ_ONLY",
  SQLITE_READONLY_DIRECTORY: "STORE_READ_ONLY",
  SQLITE_READONLY_RECOVERY: "STORE_READ_ONLY",
  SQLITE_READONLY_ROLLBACK: "STORE_READ_ONLY",

  // A file under an open connection was moved away, as a restore does.
  SQLITE_READONLY_DBMOVED: "STORE_REPLACED",

  SQLITE_CANTOPEN: "STORE_UNAVAILABLE",
  SQLITE_CANTOPEN_CONVPATH: "STORE_UNAVAILABLE",
  SQLITE_CANTOPEN_DIRTYWAL: "STORE_UNAVAILABLE",
  SQLITE_CANTOPEN_FULLPATH: "STORE_UNAVAILABLE",
  SQLITE_CANTOPEN_ISDIR: "STORE_UNAVAILABLE",
  SQLITE_CANTOPEN_NOTEMPDIR: "STORE_UNAVAILABLE",
  SQLITE_CANTOPEN_SYMLINK: "STORE_UNAVAILABLE",
  SQLITE_IOERR_VNODE: "STORE_UNAVAILABLE",

  SQLITE_AUTH: "PERMISSION_DENIED",
  SQLITE_AUTH_USER: "PERMISSION_DENIED",
  SQLITE_IOERR_ACCESS: "PERMISSION_DENIED",
  SQLITE_IOERR_AUTH: "PERMISSION_DENIED",

  SQLITE_IOERR: "IO_ERROR",
  SQLITE_IOERR_BEGIN_ATOMIC: "IO_ERROR",
  SQLITE_IOERR_CHECKRESERVEDLOCK: "IO_ERROR",
  SQLITE_IOERR_CLOSE: "IO_ERROR",
  SQLITE_IOERR_COMMIT_ATOMIC: "IO_ERROR",
  SQLITE_IOERR_CONVPATH: "IO_ERROR",
  SQLITE_IOERR_DELETE: "IO_ERROR",
  SQLITE_IOERR_DELETE_NOENT: "IO_ERROR",
  SQLITE_IOERR_DIR_CLOSE: "IO_ERROR",
  SQLITE_IOERR_DIR_FSYNC: "IO_ERROR",
  SQLITE_IOERR_FSTAT: "IO_ERROR",
  SQLITE_IOERR_FSYNC: "IO_ERROR",
  SQLITE_IOERR_GETTEMPPATH: "IO_ERROR",
  SQLITE_IOERR_IN_PAGE: "IO_ERROR",
  SQLITE_IOERR_LOCK: "IO_ERROR",
  SQLITE_IOERR_MMAP: "IO_ERROR",
  SQLITE_IOERR_RDLOCK: "IO_ERROR",
  SQLITE_IOERR_READ: "IO_ERROR",
  SQLITE_IOERR_ROLLBACK_ATOMIC: "IO_ERROR",
  SQLITE_IOERR_SEEK: "IO_ERROR",
  SQLITE_IOERR_SHMLOCK: "IO_ERROR",
  SQLITE_IOERR_SHMMAP: "IO_ERROR",
  SQLITE_IOERR_SHMOPEN: "IO_ERROR",
  SQLITE_IOERR_SHMSIZE: "IO_ERROR",
  SQLITE_IOERR_TRUNCATE: "IO_ERROR",
  SQLITE_IOERR_UNLOCK: "IO_ERROR",
  SQLITE_IOERR_WRITE: "IO_ERROR",
  SQLITE_NOLFS: "IO_ERROR",
} as const satisfies Record<string, ErrorCode>;

/**
 * Result codes that mean a fault of the console itself, and are INTERNAL on purpose: wrong SQL, wrong use of the
 * library, or codes that are not errors and must never be thrown as one.
 */
export const internalOnPurpose = {
  SQLITE_ERROR: "wrong SQL, or a limit of SQLite that the console's statements never reach",
  SQLITE_ERROR_RESERVESIZE: "a file control that the console does not use",
  SQLITE_ERROR_UNABLE: "a file control that the console does not use",
  SQLITE_INTERNAL: "an assertion inside SQLite failed",
  SQLITE_MISUSE: "the library was used in a way that its contract forbids",
  SQLITE_RANGE: "a statement has fewer parameters than were bound",
  SQLITE_NOTFOUND: "an unknown file control; never returned by a statement",
  SQLITE_EMPTY: "not used by SQLite",
  SQLITE_NOTICE: "a message for SQLite's log, no error",
  SQLITE_NOTICE_RBU: "a message for SQLite's log, no error",
  SQLITE_NOTICE_RECOVER_ROLLBACK: "a message for SQLite's log, no error",
  SQLITE_NOTICE_RECOVER_WAL: "a message for SQLite's log, no error",
  SQLITE_WARNING: "a message for SQLite's log, no error",
  SQLITE_WARNING_AUTOINDEX: "a message for SQLite's log, no error",
  SQLITE_OK: "success",
  SQLITE_OK_LOAD_PERMANENTLY: "success",
  SQLITE_OK_SYMLINK: "success",
  SQLITE_ROW: "success",
  SQLITE_DONE: "success",
} as const satisfies Record<string, string>;

/** The binding names a code that it does not know by its number: `UNKNOWN_SQLITE_ERROR_773`. */
const unnamed = /^UNKNOWN_SQLITE_ERROR_(\d+)$/u;

/** Codes that SQLite has and better-sqlite3 does not name. */
const namesByNumber: ReadonlyMap<number, string> = new Map([
  [773, "SQLITE_BUSY_TIMEOUT"],
  [1025, "SQLITE_ERROR_RESERVESIZE"],
  [1281, "SQLITE_ERROR_KEY"],
  [1537, "SQLITE_ERROR_UNABLE"],
  [8970, "SQLITE_IOERR_BADKEY"],
  [9226, "SQLITE_IOERR_CODEC"],
]);

const primaryByNumber: ReadonlyMap<number, string> = new Map(
  [
    ["OK", "ERROR", "INTERNAL", "PERM", "ABORT", "BUSY", "LOCKED", "NOMEM", "READONLY"],
    ["INTERRUPT", "IOERR", "CORRUPT", "NOTFOUND", "FULL", "CANTOPEN", "PROTOCOL", "EMPTY"],
    ["SCHEMA", "TOOBIG", "CONSTRAINT", "MISMATCH", "MISUSE", "NOLFS", "AUTH", "FORMAT"],
    ["RANGE", "NOTADB", "NOTICE", "WARNING"],
  ]
    .flat()
    .map((name, number) => [number, `SQLITE_${name}`]),
);

const codes: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ...Object.entries(byResultCode),
  ...Object.keys(internalOnPurpose).map((name): [string, ErrorCode] => [name, "INTERNAL"]),
]);

/** @returns the code decided for exactly this result code; undefined if it has no row */
export function codeOfResult(resultCode: string): ErrorCode | undefined {
  const number = unnamed.exec(resultCode)?.[1];
  return codes.get(number === undefined ? resultCode : (namesByNumber.get(Number(number)) ?? resultCode));
}

/** An extended code keeps its primary code in the low eight bits, and in its name's second word. */
function primaryOf(resultCode: string): string {
  const number = unnamed.exec(resultCode)?.[1];
  if (number !== undefined) return primaryByNumber.get(Number(number) & 0xff) ?? resultCode;
  return resultCode.split("_").slice(0, 2).join("_");
}

function isSqliteError(thrown: unknown): thrown is Error & { code: string } {
  return (
    thrown instanceof Error &&
    "code" in thrown &&
    typeof thrown.code === "string" &&
    (thrown.code.startsWith("SQLITE_") || unnamed.test(thrown.code))
  );
}

/** What better-sqlite3 itself refuses, in words without a code. */
const byBindingMessage: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ["Cannot open database because the directory does not exist", "STORE_UNAVAILABLE"],
  ["The database connection is not open", "STORE_UNAVAILABLE"],
  ["Cannot save backup because the directory does not exist", "FILE_NOT_FOUND"],
  ["The bound string, buffer, or bigint is too big", "INVALID_INPUT"],
  ["Array overflow (too many rows returned)", "OUT_OF_MEMORY"],
  ["Out of memory", "OUT_OF_MEMORY"],
]);

/**
 * An error of better-sqlite3 (`SqliteError` with SQLite's result code by name), by shape: it can come from a worker,
 * where it lost its class.
 *
 * @returns undefined for any other error
 */
export function fromSqlite(thrown: unknown): AppError | undefined {
  if (!isSqliteError(thrown)) {
    const code = thrown instanceof Error ? byBindingMessage.get(thrown.message) : undefined;
    return code === undefined ? undefined : new AppError(code, { cause: thrown });
  }
  const code = codeOfResult(thrown.code) ?? codes.get(primaryOf(thrown.code)) ?? "INTERNAL";
  return new AppError(code, { cause: thrown });
}
