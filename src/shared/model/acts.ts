import { z } from "zod";

/**
 * Kinds of sensitive acts. A fresh code given for one kind counts for that kind only: who has just changed a
 * password has not thereby agreed to remove an administrator.
 */
export const ActKind = z.enum(["administrators", "own security", "vault", "restore", "authenticators"]);
export type ActKind = z.infer<typeof ActKind>;
