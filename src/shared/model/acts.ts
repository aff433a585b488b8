import { z } from "zod";

/**
 * Kinds of sensitive actions. A fresh code given for one kind counts for that kind only: having just changed a password
 * is no consent to removing an administrator.
 */
export const ActKind = z.enum(["administrators", "own security", "vault", "restore", "authenticators", "export"]);
export type ActKind = z.infer<typeof ActKind>;
