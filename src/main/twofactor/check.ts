import type { VerificationReason } from "#shared/model/records.ts";
import type { TokenRow } from "../store/schema.ts";
import type { Keys } from "../vault/keys.ts";
import { findStep, stepAt } from "./totp.ts";

/** Steps accepted on either side of the expected one (RFC 6238 5.2). */
export const acceptedReach = 1;

/** Steps searched on either side to say by how much a refused code has drifted: 10 minutes of 30 s. */
const explainedReach = 20;

/** The followed drift never takes the accepted steps further than this from the clock. */
const greatestDrift = 10;

export interface TotpCheck {
  reason: Extract<
    VerificationReason,
    "ok" | "wrong_code" | "already_used" | "drifted" | "no_token" | "token_pending" | "token_disabled" | "token_locked"
  >;
  token: TokenRow | null;
  /** Steps from this computer's clock to the code's. */
  drift: number | null;
  step: number | null;
}

export const seedPlace = (tokenId: string) => ({ table: "tokens", column: "seed", row: tokenId });

/** @throws AppError SEAL_BROKEN */
export function unsealSeed(keys: Keys, token: TokenRow): Buffer {
  return keys.unseal(seedPlace(token.id), token.seed ?? Buffer.alloc(0));
}

interface Match {
  step: number;
  drift: number;
}

/** @param centres steps from this computer's clock around which the code is looked for */
function match(keys: Keys, token: TokenRow, code: string, at: number, centres: number[], reach: number): Match | null {
  const now = stepAt(at, token.period);
  const seed = unsealSeed(keys, token);
  try {
    for (const centre of centres) {
      const step = findStep(seed, code, token, now + centre, reach);
      if (step !== null) return { step, drift: step - now };
    }
    return null;
  } finally {
    seed.fill(0);
  }
}

/** Around the followed drift, and around the clock: a phone's time may have been corrected since. */
const matchAccepted = (keys: Keys, token: TokenRow, code: string, at: number): Match | null =>
  match(keys, token, code, at, token.drift === 0 ? [0] : [token.drift, 0], acceptedReach);

const inactiveReason = { pending: "token_pending", disabled: "token_disabled", locked: "token_locked" } as const;

/** Why none of the active authenticators accepted the code: the most helpful truth for the operator. */
function explain(keys: Keys, tokens: TokenRow[], code: string, at: number): TotpCheck {
  const usable = tokens.filter((token) => token.status === "active");
  for (const token of usable) {
    const found = match(keys, token, code, at, [0], explainedReach);
    if (found) return { reason: "drifted", token, ...found };
  }
  for (const token of tokens) {
    if (token.status === "active" || token.status === "revoked") continue;
    if (matchAccepted(keys, token, code, at)) {
      return { reason: inactiveReason[token.status], token, drift: null, step: null };
    }
  }
  if (usable.length > 0) return { reason: "wrong_code", token: null, drift: null, step: null };
  const other = tokens.find((token) => token.status !== "revoked" && token.status !== "active");
  return {
    reason: other ? inactiveReason[other.status as keyof typeof inactiveReason] : "no_token",
    token: other ?? null,
    drift: null,
    step: null,
  };
}

/**
 * Checks a TOTP code against all authenticators of one holder. Pure: the caller records the outcome
 * in the same transaction that read the rows, so that no step is accepted twice.
 *
 * @param at UTC milliseconds
 */
export function checkTotp(keys: Keys, tokens: TokenRow[], code: string, at: number): TotpCheck {
  let replayed: TotpCheck | null = null;
  for (const token of tokens) {
    if (token.status !== "active") continue;
    const found = matchAccepted(keys, token, code, at);
    if (!found) continue;
    if (token.last_step === null || found.step > token.last_step) return { reason: "ok", token, ...found };
    replayed = { reason: "already_used", token, ...found };
  }
  return replayed ?? explain(keys, tokens, code, at);
}

/** The drift that is followed from an accepted code on. */
export const followedDrift = (drift: number): number => Math.max(-greatestDrift, Math.min(greatestDrift, drift));
