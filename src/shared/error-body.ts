import { z } from "zod";
import { type ErrorBody as Body, errorCodes } from "./errors.ts";
import { Text } from "./texts/schemas.ts";

/** The wire form of an error, checked at a boundary. */
export const ErrorBody: z.ZodType<Body> = z.strictObject({
  code: z.enum(errorCodes),
  text: Text,
  retryable: z.boolean(),
  fields: z.record(z.string(), Text).optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  correlationId: z.string(),
});
export type ErrorBody = Body;
