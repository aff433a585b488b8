import { z } from "zod";
import type { ErrorBody } from "../../src/shared/errors.ts";
import { errorCodes } from "../../src/shared/errors.ts";
import { say, sayAll } from "../../src/shared/texts/say.ts";
import type { Text } from "../../src/shared/texts/text.ts";

/** An answer with a sentence in the place of each text. */
export type Told<T> = T extends string | number | boolean | bigint | null | undefined
  ? T
  : T extends Text
    ? string
    : T extends object
      ? { [Key in keyof T]: Told<T[Key]> }
      : T;

export const toldAll = <T>(answer: T): Told<T> => sayAll(answer) as Told<T>;

/** An error with its sentences, as a person reads it. */
export type ToldError = Omit<ErrorBody, "fields"> & { message: string; fields?: Record<string, string> };

export function told({ fields, ...body }: ErrorBody): ToldError {
  const said = fields ? { fields: sayAll(fields) as Record<string, string> } : {};
  return { ...body, message: say(body.text), ...said };
}

/** An error as the terminal prints it for programs. */
export const PrintedError = z.strictObject({
  code: z.enum(errorCodes),
  message: z.string(),
  retryable: z.boolean(),
  fields: z.record(z.string(), z.string()).optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  correlationId: z.string(),
});
export type PrintedError = z.infer<typeof PrintedError>;
