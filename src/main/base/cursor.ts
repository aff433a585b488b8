import type { z } from "zod";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";

/** An opaque text for "continue after this row". */
export const encodeCursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString("base64url");

/** @throws AppError INVALID_INPUT if `encodeCursor` did not make it */
export function decodeCursor<Key extends z.ZodType>(kind: Key, cursor: string): z.output<Key> {
  try {
    return kind.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    throw new AppError("INVALID_INPUT", {
      text: text("base.noSuchPage"),
      fields: { cursor: text("base.notAPage") },
      cause,
    });
  }
}
