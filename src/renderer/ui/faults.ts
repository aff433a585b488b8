import type { ErrorCode } from "#shared/errors.ts";

/**
 * Failures of the console or of the system beneath it: a reference helps to find the cause in the log. All other errors
 * are answers to what a person did.
 */
const faults: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "INTERNAL",
  "UNKNOWN_PROCEDURE",
  "SENDER_REFUSED",
  "SEAL_BROKEN",
  "KEYCHAIN_UNAVAILABLE",
  "KEYCHAIN_REFUSED",
  "STORE_DAMAGED",
  "STORE_READ_ONLY",
  "STORE_UNAVAILABLE",
  "DISK_FULL",
  "IO_ERROR",
  "OUT_OF_MEMORY",
  "BACKUP_DAMAGED",
  "SAFETY_BACKUP_FAILED",
  "DESTINATION_UNREACHABLE",
  "DESTINATION_FAILED",
]);

interface Referred {
  code: ErrorCode;
  correlationId: string;
}

/** The error's reference in the log; null if it is not a fault. */
export const referenceOf = ({ code, correlationId }: Referred): string | null =>
  faults.has(code) && correlationId !== "" ? correlationId : null;

/** For a notice of one line: empty if there is no reference. */
export function referenceInWords(error: Referred): string {
  const reference = referenceOf(error);
  return reference === null ? "" : `Reference: ${reference}`;
}
