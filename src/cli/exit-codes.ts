import type { ErrorCode } from "#shared/errors.ts";

/** These never change: scripts rely on them. */
export const exitCodes = {
  /** Done, or accepted. */
  done: 0,
  /** A negative answer: a refused code, a failed verification. */
  negative: 1,
  /** The command was used wrongly. */
  usage: 2,
  error: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * @param negative errors that mean "no" for this command
 */
export function exitCodeOf(code: ErrorCode, negative: readonly ErrorCode[] = []): ExitCode {
  if (negative.includes(code)) return exitCodes.negative;
  return code === "INVALID_INPUT" ? exitCodes.usage : exitCodes.error;
}
