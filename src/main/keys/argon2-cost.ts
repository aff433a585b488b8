import { z } from "zod";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { issueOf } from "#shared/texts/issues.ts";
import type { Argon2Cost } from "../base/ports.ts";

/** In KiB. */
const mebibyte = 1024;

/** Memory times passes that one hash may use, in KiB: five times a passphrase slot's, a few seconds on any computer. */
const mostWork = 1024 * mebibyte;

/**
 * Cost of Argon2id (RFC 9106 section 3.1) as a store has it. Together with `withinWork`: the most that a console ever
 * spends.
 */
export const argon2Cost = {
  /** In KiB. */
  memoryCost: z
    .int()
    .min(8192)
    .max(256 * mebibyte),
  /** Passes. */
  timeCost: z.int().min(1).max(16),
  /** Lanes. */
  parallelism: z.int().min(1).max(4),
};

export const withinWork = [
  ({ memoryCost, timeCost }: { memoryCost: number; timeCost: number }) => memoryCost * timeCost <= mostWork,
  issueOf(text("vault.tooMuchWork")),
] as const;

/** What a set of backup codes and a password cost: OWASP Password Storage Cheat Sheet, 19 MiB, 2 passes, 1 lane. */
export const owaspCost: Argon2Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a set of backup codes, and of a password. */
export const Cost = z.strictObject(argon2Cost).refine(...withinWork);

/** @returns null for what is not JSON */
export function readJson(stored: string): unknown {
  try {
    return JSON.parse(stored);
  } catch {
    return null;
  }
}

/**
 * Reads the parameters of a derivation from a store before anything is spent on it: somebody who can write the store,
 * or makes a backup that somebody restores, must not be able to stall the console.
 *
 * @param stored JSON
 * @throws AppError COST_REFUSED if they are damaged or beyond the bounds
 */
export function readDerivation<T>(schema: z.ZodType<T>, stored: string): T {
  const parsed = schema.safeParse(readJson(stored));
  if (!parsed.success) throw new AppError("COST_REFUSED", { cause: parsed.error });
  return parsed.data;
}

/** `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` (the PHC string format). */
const phc = /^\$argon2id\$v=19\$m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,10})\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{22,172}$/u;

/** @throws AppError COST_REFUSED for a password hash that is damaged or beyond the bounds */
export function requirePhcWithinBounds(hash: string): void {
  const [, memoryCost, timeCost, parallelism] = (phc.exec(hash) ?? []).map(Number);
  const parsed = Cost.safeParse({ memoryCost, timeCost, parallelism });
  if (!parsed.success) throw new AppError("COST_REFUSED", { cause: parsed.error });
}
