import type { Progress } from "#shared/contract/audit.ts";
import { AppError, type ErrorCode, type ErrorDetails } from "#shared/errors.ts";
import type { Text } from "#shared/texts/text.ts";

export type ToWorker = { kind: "run"; name: string; input: unknown } | { kind: "cancel" };

export type FromWorker =
  | { kind: "progress"; progress: Progress }
  | { kind: "done"; output: unknown }
  | { kind: "failed"; fault: JobFault };

/** An AppError between threads. Classes do not cross; the cause crosses as text, for the log only. */
export interface JobFault {
  code: ErrorCode;
  text: Text;
  fields?: Record<string, Text>;
  details?: ErrorDetails;
  cause?: string;
}

const describe = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));

export function toFault(error: AppError): JobFault {
  return {
    code: error.code,
    text: error.text,
    ...(error.fields ? { fields: error.fields } : {}),
    ...(error.details ? { details: error.details } : {}),
    ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
  };
}

export function fromFault(fault: JobFault): AppError {
  const { code, cause, ...options } = fault;
  return new AppError(code, { ...options, ...(cause === undefined ? {} : { cause: new Error(cause) }) });
}

/** The value with its top-level bytes in separate buffers, and those buffers: to be moved. */
export function detachable(value: unknown): { value: unknown; transfer: ArrayBuffer[] } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { value, transfer: [] };
  const transfer: ArrayBuffer[] = [];
  const entries = Object.entries(value).map(([name, field]: [string, unknown]) => {
    if (!(field instanceof Uint8Array)) return [name, field] as const;
    const own = Uint8Array.from(field);
    transfer.push(own.buffer);
    return [name, own] as const;
  });
  return { value: Object.fromEntries(entries), transfer };
}
