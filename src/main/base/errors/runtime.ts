import { AppError, type ErrorCode } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";

/** V8 and Node report these by words or by code; both mean that the requested memory is not available. */
const outOfMemory =
  /^(?:Invalid (?:typed )?array length|Array buffer allocation failed|Invalid string length|Map maximum size exceeded|Set maximum size exceeded)/u;

const byNodeCode: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ["ABORT_ERR", "CANCELLED"],
  ["ERR_OUT_OF_MEMORY", "OUT_OF_MEMORY"],
  ["ERR_WORKER_OUT_OF_MEMORY", "OUT_OF_MEMORY"],
  ["ERR_MEMORY_ALLOCATION_FAILED", "OUT_OF_MEMORY"],
  ["ERR_BUFFER_TOO_LARGE", "OUT_OF_MEMORY"],
  ["ERR_STRING_TOO_LONG", "OUT_OF_MEMORY"],
  ["ERR_STREAM_PREMATURE_CLOSE", "IO_ERROR"],
]);

/**
 * Errors of the language and of Node: cancelled and overdue work, memory.
 *
 * @returns undefined for any other error
 */
export function fromRuntime(thrown: unknown): AppError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if (thrown.name === "AbortError") return new AppError("CANCELLED", { cause: thrown });
  if (thrown.name === "TimeoutError") {
    const message = text("base.tookTooLong");
    return new AppError("BUSY", { text: message, cause: thrown });
  }
  if (thrown instanceof RangeError && outOfMemory.test(thrown.message)) {
    return new AppError("OUT_OF_MEMORY", { cause: thrown });
  }
  const code = "code" in thrown && typeof thrown.code === "string" ? byNodeCode.get(thrown.code) : undefined;
  return code === undefined ? undefined : new AppError(code, { cause: thrown });
}
