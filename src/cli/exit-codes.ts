import type { ErrorCode } from "#shared/errors.ts";

/** Fixed, so that scripts can rely on them. */
export const exitCodes = {
  /** Done, or accepted. */
  done: 0,
  /** A negative answer: a refused code, a failed verification. */
  negative: 1,
  /** The command was not given as it must be. */
  usage: 2,
  error: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * @param negative errors that are this command's way to answer "no"
 */
export function exitCodeOf(code: ErrorCode, negative: readonly ErrorCode[] = []): ExitCode {
  if (negative.includes(code)) return exitCodes.negative;
  return code === "INVALID_INPUT" ? exitCodes.usage : exitCodes.error;
}
