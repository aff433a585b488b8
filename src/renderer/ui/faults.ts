import type { ErrorCode } from "#shared/errors.ts";

/**
 * What went wrong in the console or beneath it, where a reference helps whoever looks for the cause in the log. All
 * others are answers to what a person did.
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

/** The error's reference in the log; null where it is not a fault. */
export const referenceOf = ({ code, correlationId }: Referred): string | null =>
  faults.has(code) && correlationId !== "" ? correlationId : null;

/** For a notice that is one line of text: empty where there is nothing to refer to. */
export function referenceInWords(error: Referred): string {
  const reference = referenceOf(error);
  return reference === null ? "" : `Reference: ${reference}`;
}
