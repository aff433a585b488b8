import { AppError } from "#shared/errors.ts";
import { fromCrypto } from "./crypto.ts";
import { fromFileSystem } from "./fs.ts";
import { fromKeychain } from "./keychain.ts";
import { fromRuntime } from "./runtime.ts";
import { fromSqlite } from "./sqlite.ts";
import { fromZod } from "./zod.ts";

/** The first source that knows the error decides; the sources do not overlap. */
const sources = [fromZod, fromSqlite, fromFileSystem, fromRuntime, fromCrypto, fromKeychain];

/** Deeper nesting is a circle, or nothing worth telling a person. */
const maxDepth = 8;

/**
 * Maps anything that was thrown to the one error type. An AppError passes unchanged. If no source knows the error, its
 * `cause` and, for an AggregateError, its errors are tried, and the first known one decides; otherwise it is INTERNAL.
 * The cause is always what was thrown.
 */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const known = find(thrown, maxDepth);
  if (known === undefined) return new AppError("INTERNAL", { cause: thrown });
  if (known.cause === thrown) return known;
  return new AppError(known.code, {
    text: known.text,
    ...(known.fields ? { fields: known.fields } : {}),
    ...(known.details ? { details: known.details } : {}),
    cause: thrown,
  });
}

function find(thrown: unknown, depth: number): AppError | undefined {
  if (thrown instanceof AppError) return thrown;
  if (depth === 0 || !(thrown instanceof Error)) return undefined;
  for (const source of sources) {
    const error = source(thrown);
    if (error !== undefined) return error;
  }
  const inner: unknown[] =
    thrown instanceof AggregateError ? [...(thrown.errors as unknown[]), thrown.cause] : [thrown.cause];
  for (const one of inner) {
    const error = find(one, depth - 1);
    if (error !== undefined) return error;
  }
  return undefined;
}
