import type { Messages } from "./texts/en/index.ts";
import type { Text } from "./texts/text.ts";

/**
 * Every error that can cross a boundary of the console; what it says by default is in `texts/en/errors.ts`. `retryable`
 * says whether the same call can succeed later without the person changing anything.
 */
export const errorCatalogue = {
  INVALID_INPUT: { retryable: false },
  UNKNOWN_PROCEDURE: { retryable: false },
  SENDER_REFUSED: { retryable: false },
  INTERNAL: { retryable: false },
  CANCELLED: { retryable: true },
  BUSY: { retryable: true },

  SETUP_REQUIRED: { retryable: false },
  SETUP_UNFINISHED: { retryable: false },
  SETUP_DONE: { retryable: false },

  NOT_SIGNED_IN: { retryable: false },
  SESSION_LOCKED: { retryable: false },
  SIGN_IN_REFUSED: { retryable: false },
  FORBIDDEN: { retryable: false },
  STEP_UP_REQUIRED: { retryable: false },
  COUNTERSIGN_REQUIRED: { retryable: false },
  APPROVAL_REFUSED: { retryable: false },
  APPROVAL_CHANGED: { retryable: false },
  LAST_OWNER: { retryable: false },
  LAST_SLOT: { retryable: false },
  INVITATION_REFUSED: { retryable: false },
  RECOVERY_REFUSED: { retryable: false },
  SHARES_REFUSED: { retryable: false },
  THROTTLED: { retryable: true },
  PASSWORD_REFUSED: { retryable: false },

  NOT_FOUND: { retryable: false },
  CONFLICT: { retryable: false },
  INVALID_REFERENCE: { retryable: false },
  USER_DISABLED: { retryable: false },
  RETURN_UNDECIDED: { retryable: false },
  TOKEN_STATE: { retryable: false },
  ENROLMENT_EXPIRED: { retryable: false },
  ENROLMENT_CODE_WRONG: { retryable: false },
  ENROLMENT_VOID: { retryable: false },
  POLICY_REFUSED: { retryable: false },
  CODE_REFUSED: { retryable: false },
  RESYNC_REFUSED: { retryable: false },
  CLOCK_ROLLED_BACK: { retryable: true },

  FORMAT_UNKNOWN: { retryable: false },
  FORMAT_UNREADABLE: { retryable: false },
  FORMAT_PASSPHRASE_REQUIRED: { retryable: false },
  FORMAT_PASSPHRASE_WRONG: { retryable: false },
  TABLE_UNREADABLE: { retryable: false },
  TABLE_CHANGED: { retryable: false },
  IMPORT_REFUSED: { retryable: false },
  UNDO_REFUSED: { retryable: false },

  VAULT_LOCKED: { retryable: false },
  PASSPHRASE_REQUIRED: { retryable: false },
  UNLOCK_REFUSED: { retryable: false },
  COST_REFUSED: { retryable: false },
  SEAL_BROKEN: { retryable: false },
  KEYCHAIN_UNAVAILABLE: { retryable: true },
  KEYCHAIN_REFUSED: { retryable: true },

  STORE_DAMAGED: { retryable: false },
  STORE_NEWER: { retryable: false },
  STORE_READ_ONLY: { retryable: false },
  STORE_UNSAFE: { retryable: false },
  STORE_UNAVAILABLE: { retryable: false },
  STORE_IN_USE: { retryable: true },
  STORE_REPLACED: { retryable: false },
  DISK_FULL: { retryable: true },
  IO_ERROR: { retryable: true },
  OUT_OF_MEMORY: { retryable: true },

  FILE_NOT_FOUND: { retryable: false },
  FILE_EXISTS: { retryable: false },
  IN_DATA_FOLDER: { retryable: false },
  FILE_NOT_GRANTED: { retryable: false },
  PERMISSION_DENIED: { retryable: false },
  DIALOG_UNAVAILABLE: { retryable: false },

  BACKUP_UNREADABLE: { retryable: false },
  BACKUP_PASSPHRASE_WRONG: { retryable: false },
  BACKUP_IDENTITY_WRONG: { retryable: false },
  BACKUP_DAMAGED: { retryable: false },
  BACKUP_NEWER: { retryable: false },

  BACKUP_UNCONFIGURED: { retryable: false },
  SAFETY_BACKUP_FAILED: { retryable: true },
  RECIPIENT_REFUSED: { retryable: false },
  DESTINATION_UNREACHABLE: { retryable: true },
  DESTINATION_REFUSED: { retryable: false },
  DESTINATION_FAILED: { retryable: true },
} as const satisfies Record<keyof Messages["errors"], { retryable: boolean }>;

export type ErrorCode = keyof typeof errorCatalogue;

export const errorCodes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]];

/** Safe facts for programs and for the interface: counts, times, names of states. Never a secret. */
export type ErrorDetails = Record<string, string | number | boolean | null>;

/** The wire form of an error: all that leaves the main process. Its schema is in `error-body.ts`. */
export interface ErrorBody {
  code: ErrorCode;
  /** What happened, what to do. */
  text: Text;
  retryable: boolean;
  /** Field path (`email`, `rows.3.name`) -> what is wrong with it. */
  fields?: Record<string, Text> | undefined;
  details?: ErrorDetails | undefined;
  /** Finds the cause in the log. */
  correlationId: string;
}

export interface AppErrorOptions {
  /** Without it, the text of the code. */
  text?: Text;
  fields?: Record<string, Text>;
  details?: ErrorDetails;
  /** Stays in the main process; goes to the log only. */
  cause?: unknown;
}

/**
 * The one error type that rooms throw on purpose. Everything else is converted to it at the door. Its `message` has no
 * sentence: for the log and debuggers it names the code and the text.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly text: Text;
  readonly fields: Record<string, Text> | undefined;
  readonly details: ErrorDetails | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    const what = options.text ?? defaultText(code);
    super(options.text === undefined ? code : `${code} ${what.key}`, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.text = what;
    this.fields = options.fields;
    this.details = options.details;
  }

  get retryable(): boolean {
    return errorCatalogue[this.code].retryable;
  }

  /** The wire form, without cause and stack. */
  toBody(correlationId: string): ErrorBody {
    return {
      code: this.code,
      text: this.text,
      retryable: this.retryable,
      ...(this.fields ? { fields: this.fields } : {}),
      ...(this.details ? { details: this.details } : {}),
      correlationId,
    };
  }
}

/** What an error says that has no text of its own. */
export const defaultText = (code: ErrorCode): Text => ({ key: `errors.${code}` });

/** Rebuilds the error on the calling side of a boundary. */
export function fromBody(body: ErrorBody): AppError & { correlationId: string } {
  const error = new AppError(body.code, {
    text: body.text,
    ...(body.fields ? { fields: body.fields } : {}),
    ...(body.details ? { details: body.details } : {}),
  });
  return Object.assign(error, { correlationId: body.correlationId });
}
