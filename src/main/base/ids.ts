import { v7 } from "uuid";
import type { z } from "zod";

/** A new id of the given kind: a UUIDv7 (RFC 9562) whose time is `at`, UTC milliseconds. */
export function newId<Id extends z.ZodType>(kind: Id, at: number): z.output<Id> {
  return kind.parse(v7({ msecs: at }));
}
