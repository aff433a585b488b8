import { z } from "zod";

/** Bytes as Java's JSON libraries write them: -128 to 127. */
export const signedBytes = z
  .array(z.int().min(-128).max(255))
  .max(64 * 1024)
  .transform((numbers) => Buffer.from(numbers));
