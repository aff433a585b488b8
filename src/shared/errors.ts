import { z } from "zod";

/**
 * Every error that can cross a boundary of the console. The message is the safe default: what happened and what to do,
 * without a path, a secret or a library's words. `retryable` says whether the same call can succeed later without the
 * person changing anything.
 */
export const errorCatalogue = {
  INVALID_INPUT: {
    message: "Something in this form is not right. Correct the marked fields.",
    retryable: false,
  },
  UNKNOWN_PROCEDURE: { message: "The console does not know this request.", retryable: false },
  SENDER_REFUSED: {
    message: "This request did not come from the console's own window.",
    retryable: false,
  },
  INTERNAL: {
    message: "Something went wrong inside the console. The log has the details under the reference.",
    retryable: false,
  },
  CANCELLED: { message: "Cancelled. Nothing was changed.", retryable: true },
  BUSY: {
    message: "The database is busy with another change. Try again in a moment.",
    retryable: true,
  },

  SETUP_REQUIRED: { message: "This console has not been set up yet.", retryable: false },
  SETUP_UNFINISHED: {
    message: "The set-up was not finished. Continue it or start over.",
    retryable: false,
  },
  SETUP_DONE: { message: "This console is already set up.", retryable: false },

  NOT_SIGNED_IN: { message: "Sign in first.", retryable: false },
  SESSION_LOCKED: {
    message: "The console is locked. Enter your password to continue.",
    retryable: false,
  },
  SIGN_IN_REFUSED: {
    message: "The name, the password or the code is wrong.",
    retryable: false,
  },
  FORBIDDEN: { message: "Your role does not allow this.", retryable: false },
  STEP_UP_REQUIRED: { message: "This needs a fresh code from your authenticator.", retryable: false },
  COUNTERSIGN_REQUIRED: { message: "This needs the approval of a second administrator.", retryable: false },
  APPROVAL_REFUSED: { message: "This approval cannot be given.", retryable: false },
  APPROVAL_CHANGED: {
    message: "What this would do has changed since it was approved. Check it and have it approved again.",
    retryable: false,
  },
  LAST_OWNER: {
    message: "The last owner cannot be removed, disabled or given another role. Make another owner first.",
    retryable: false,
  },
  LAST_SLOT: {
    message: "The last way to open the console's keys that does not depend on this computer cannot be removed.",
    retryable: false,
  },
  INVITATION_REFUSED: {
    message: "The name or the one-time code is wrong, or the code has expired. Ask for a new one.",
    retryable: false,
  },
  RECOVERY_REFUSED: {
    message: "The name, the password or the recovery key is wrong. Only owners can sign in this way.",
    retryable: false,
  },
  SHARES_REFUSED: {
    message: "These shares do not form the recovery key of this console. Check each of them.",
    retryable: false,
  },
  THROTTLED: { message: "Too many wrong attempts. Wait before you try again.", retryable: true },
  PASSWORD_REFUSED: { message: "Choose another password.", retryable: false },

  NOT_FOUND: { message: "It does not exist or was deleted.", retryable: false },
  CONFLICT: { message: "This name is already taken.", retryable: false },
  INVALID_REFERENCE: { message: "This refers to something that does not exist.", retryable: false },
  USER_DISABLED: { message: "This person is disabled. Enable the person first.", retryable: false },
  RETURN_UNDECIDED: {
    message: "This person had left. Choose whether to keep or revoke the old authenticators and backup codes.",
    retryable: false,
  },
  TOKEN_STATE: { message: "The authenticator's state does not allow this.", retryable: false },
  ENROLMENT_EXPIRED: { message: "This enrolment has expired. Begin it again.", retryable: false },
  ENROLMENT_CODE_WRONG: {
    message:
      "This code does not belong to the new authenticator. Try the next code, and check that this computer and the phone show the same time.",
    retryable: false,
  },
  ENROLMENT_VOID: {
    message: "Too many wrong codes: this enrolment is void. Begin it again.",
    retryable: false,
  },
  POLICY_REFUSED: { message: "The policy does not allow this.", retryable: false },
  CODE_REFUSED: { message: "This code does not belong to the authenticator. Try the next code.", retryable: false },
  RESYNC_REFUSED: {
    message: "These are not two consecutive codes of this authenticator. Wait for two new codes.",
    retryable: false,
  },
  CLOCK_ROLLED_BACK: {
    message: "This computer's clock is behind the last recorded event. Correct the clock before checking codes.",
    retryable: true,
  },

  TABLE_UNREADABLE: {
    message: "This file is not a readable table. Save it as CSV and try again.",
    retryable: false,
  },
  TABLE_CHANGED: {
    message: "The file has changed since it was checked. Check it again before you import it.",
    retryable: false,
  },
  IMPORT_REFUSED: { message: "Some rows cannot be imported, so none were.", retryable: false },
  UNDO_REFUSED: {
    message: "This import can no longer be undone: its people have been changed since.",
    retryable: false,
  },

  VAULT_LOCKED: {
    message: "The console's keys are locked. Enter the passphrase or the recovery key.",
    retryable: false,
  },
  PASSPHRASE_REQUIRED: {
    message:
      "Only an owner's password opens the console's keys, so nobody else could sign in. Add a passphrase under Keys first (in a terminal: countersign vault add-passphrase).",
    retryable: false,
  },
  UNLOCK_REFUSED: {
    message: "This passphrase or recovery key does not open this console.",
    retryable: false,
  },
  COST_REFUSED: {
    message:
      "What protects this secret is damaged, or would take far more work than the console allows, so it was not tried. Something else changed the database: use another way to open it, or restore a backup.",
    retryable: false,
  },
  SEAL_BROKEN: {
    message: "A protected value cannot be opened. It was changed, moved or damaged.",
    retryable: false,
  },
  KEYCHAIN_UNAVAILABLE: { message: "This computer's keychain cannot be reached.", retryable: true },
  KEYCHAIN_REFUSED: { message: "This computer's keychain refused access.", retryable: true },

  STORE_DAMAGED: {
    message: "The database is damaged. Nothing was changed. Restore a backup.",
    retryable: false,
  },
  STORE_NEWER: {
    message: "The database was made by a newer version of the console. Update the console.",
    retryable: false,
  },
  STORE_READ_ONLY: {
    message: "The database cannot be written. Check the permissions of its folder and disk.",
    retryable: false,
  },
  STORE_UNSAFE: {
    message: "The data folder is not private to this account, so it was not opened.",
    retryable: false,
  },
  STORE_UNAVAILABLE: {
    message: "The database cannot be opened. Check that its folder exists and can be read.",
    retryable: false,
  },
  STORE_IN_USE: {
    message: "Another Countersign has this database open. Close it and try again.",
    retryable: true,
  },
  STORE_REPLACED: {
    message: "The database was replaced by a restore. Sign in again.",
    retryable: false,
  },
  DISK_FULL: { message: "The disk is full. Free some space and try again.", retryable: true },
  IO_ERROR: { message: "The disk could not be read or written.", retryable: true },
  OUT_OF_MEMORY: { message: "There is not enough memory for this.", retryable: true },

  FILE_NOT_FOUND: { message: "The file does not exist.", retryable: false },
  FILE_EXISTS: {
    message: "A file with this name already exists. Choose another name.",
    retryable: false,
  },
  IN_DATA_FOLDER: {
    message: "This is inside a data folder of Countersign, where it could damage the data. Choose another folder.",
    retryable: false,
  },
  FILE_NOT_GRANTED: { message: "Choose the file in the dialog first.", retryable: false },
  PERMISSION_DENIED: {
    message: "The operating system does not allow access to this file or folder.",
    retryable: false,
  },
  DIALOG_UNAVAILABLE: {
    message: "No file dialog can be shown here. Use the command line instead.",
    retryable: false,
  },

  BACKUP_UNREADABLE: {
    message: "This file is not a backup that this console can read.",
    retryable: false,
  },
  BACKUP_PASSPHRASE_WRONG: {
    message: "The passphrase does not open this backup.",
    retryable: false,
  },
  BACKUP_IDENTITY_WRONG: {
    message: "This backup key does not open this backup.",
    retryable: false,
  },
  BACKUP_DAMAGED: { message: "This backup is damaged and cannot be restored.", retryable: false },
  BACKUP_NEWER: {
    message: "This backup was made by a newer version of the console. Update the console.",
    retryable: false,
  },

  BACKUP_UNCONFIGURED: {
    message: "Automatic backups need a backup key and at least one location. Set up both first.",
    retryable: false,
  },
  SAFETY_BACKUP_FAILED: {
    message: "The backup required before this change could not be made, so nothing was changed.",
    retryable: true,
  },
  RECIPIENT_REFUSED: { message: "Backups cannot be encrypted to this recipient.", retryable: false },
  DESTINATION_UNREACHABLE: {
    message: "The backup location cannot be reached. Check that its disk is connected and its server responds.",
    retryable: true,
  },
  DESTINATION_REFUSED: {
    message: "The backup location refuses these access keys. Check them, and whether they have expired.",
    retryable: false,
  },
  DESTINATION_FAILED: {
    message: "The backup location did not do what was asked. Nothing there was replaced.",
    retryable: true,
  },
} as const satisfies Record<string, { message: string; retryable: boolean }>;

export type ErrorCode = keyof typeof errorCatalogue;

export const errorCodes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]];

/** Safe facts for programs and for the interface: counts, times, names of states. Never a secret. */
const ErrorDetails = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type ErrorDetails = z.infer<typeof ErrorDetails>;

/** The wire form of an error: all that leaves the main process. */
export const ErrorBody = z.strictObject({
  code: z.enum(errorCodes),
  /** For people: what happened, what to do. */
  message: z.string(),
  retryable: z.boolean(),
  /** Field path (`email`, `rows.3.name`) -> what is wrong with it. */
  fields: z.record(z.string(), z.string()).optional(),
  details: ErrorDetails.optional(),
  /** Finds the cause in the log. */
  correlationId: z.string(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

export interface AppErrorOptions {
  message?: string;
  fields?: Record<string, string>;
  details?: ErrorDetails;
  /** Stays in the main process; goes to the log only. */
  cause?: unknown;
}

/** The one error type that rooms throw on purpose. Everything else is converted to it at the door. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: Record<string, string> | undefined;
  readonly details: ErrorDetails | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.message ?? errorCatalogue[code].message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
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
      message: this.message,
      retryable: this.retryable,
      ...(this.fields ? { fields: this.fields } : {}),
      ...(this.details ? { details: this.details } : {}),
      correlationId,
    };
  }
}

/** Rebuilds the error on the calling side of a boundary. */
export function fromBody(body: ErrorBody): AppError & { correlationId: string } {
  const error = new AppError(body.code, {
    message: body.message,
    ...(body.fields ? { fields: body.fields } : {}),
    ...(body.details ? { details: body.details } : {}),
  });
  return Object.assign(error, { correlationId: body.correlationId });
}
