import type { TokenId } from "#shared/model/ids.ts";
import type { VerificationReason } from "#shared/model/records.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import type { Keys } from "../keys/keys.ts";
import { canBeGuessed } from "./expiry.ts";
import type { Window } from "./limits.ts";
import {
  isSpentCounter,
  type Match,
  matchAccepted,
  matchDrifted,
  matchOtherParameters,
  nextCounter,
  unsealSeed,
} from "./match.ts";
import { isUnused, wasUsed } from "./spent.ts";
import type { TotpParameters } from "./totp.ts";

/** Following drift never moves the accepted steps further than this from the clock. */
const greatestDrift = 10;

export interface CodeCheck {
  reason: Exclude<VerificationReason, "malformed" | "user_disabled" | "throttled" | "clock">;
  token: TokenRow | null;
  /** With `ok`, `drifted` and a matching pending one. */
  drift: number | null;
  step: number | null;
  /** With `wrong_parameters`: what the app uses instead. */
  fits?: TotpParameters;
}

/** What a code is checked against. */
export interface CodeQuestion {
  /** All authenticators of one holder. */
  tokens: readonly TokenRow[];
  code: string;
  /** UTC milliseconds. */
  at: number;
  window: Window;
  /** The only one that is meant; any if omitted. */
  wanted?: TokenId | undefined;
}

const inactiveReason = { pending: "token_pending", disabled: "token_disabled", locked: "token_locked" } as const;

const plain = (reason: CodeCheck["reason"], token: TokenRow | null): CodeCheck => ({
  reason,
  token,
  drift: null,
  step: null,
});

function withSeed<T>(keys: Keys, token: TokenRow, work: (seed: Buffer) => T): T {
  const seed = unsealSeed(keys, token);
  try {
    return work(seed);
  } finally {
    seed.fill(0);
  }
}

const fits = (keys: Keys, token: TokenRow, { code, at, window }: CodeQuestion): Match | null =>
  withSeed(keys, token, (seed) => matchAccepted(seed, token, code, at, window));

/** Whether an authenticator that is not usable now would have accepted it. */
function explainInactive(keys: Keys, inactive: TokenRow[], question: CodeQuestion): CodeCheck | null {
  for (const token of inactive) {
    const found = fits(keys, token, question);
    if (!found) continue;
    if (!isUnused(token, found.step, question.at, question.window.acceptedSteps)) return plain("already_used", token);
    return { reason: inactiveReason[token.status as keyof typeof inactiveReason], token, ...found };
  }
  return null;
}

/** Whether a code outside the window was accepted before, and is not just of another time. */
const isSpent = (token: TokenRow, { step }: Match, { at, window }: CodeQuestion): boolean =>
  step === token.last_step || (step >= nextCounter(token) && wasUsed(token, step, at, window.acceptedSteps));

function explainDrift(keys: Keys, usable: TokenRow[], question: CodeQuestion): CodeCheck | null {
  const { code, at } = question;
  for (const token of usable) {
    const found = withSeed(keys, token, (seed) => {
      if (isSpentCounter(seed, token, code)) return "spent";
      return matchDrifted(seed, token, code, at);
    });
    if (found === "spent" || (found && isSpent(token, found, question))) return plain("already_used", token);
    if (found) return { reason: "drifted", token, ...found };
  }
  return null;
}

function explainParameters(keys: Keys, tokens: TokenRow[], { code, at, window }: CodeQuestion): CodeCheck | null {
  for (const token of tokens) {
    const other = withSeed(keys, token, (seed) => matchOtherParameters(seed, token, code, at, window));
    if (other) return { ...plain("wrong_parameters", token), fits: other };
  }
  return null;
}

/** Why none of the active authenticators accepted the code: the most helpful reason for the operator. */
function explain(keys: Keys, question: CodeQuestion): CodeCheck {
  const living = question.tokens.filter((token) => token.status !== "revoked");
  const meant = living.filter((token) => question.wanted === undefined || token.id === question.wanted);
  const usable = meant.filter((token) => token.status === "active");
  const inactive = meant.filter((token) => token.status !== "active");
  const other = living.find((token) => !meant.includes(token) && fits(keys, token, question) !== null);
  if (other) return plain("other_token", other);
  const found =
    explainInactive(keys, inactive, question) ??
    explainDrift(
      keys,
      meant.filter((token) => canBeGuessed(token, question.at)),
      question,
    ) ??
    explainParameters(keys, [...usable, ...inactive], question);
  if (found) return found;
  const guessed = meant.some((token) => canBeGuessed(token, question.at));
  if (guessed) return plain("wrong_code", null);
  const first = inactive[0];
  return first ? plain(inactiveReason[first.status as keyof typeof inactiveReason], first) : plain("no_token", null);
}

/**
 * Checks a code against the authenticators of one holder. Pure: the caller records the outcome in the
 * same transaction that read the rows, so that no step is accepted twice (RFC 6238 5.2, RFC 4226 7.2).
 */
export function checkCode(keys: Keys, question: CodeQuestion): CodeCheck {
  let replayed: CodeCheck | null = null;
  for (const token of question.tokens) {
    if (token.status !== "active") continue;
    if (question.wanted !== undefined && token.id !== question.wanted) continue;
    const found = fits(keys, token, question);
    if (!found) continue;
    if (isUnused(token, found.step, question.at, question.window.acceptedSteps))
      return { reason: "ok", token, ...found };
    replayed = plain("already_used", token);
  }
  return replayed ?? explain(keys, question);
}

/**
 * The drift to follow after an accepted code. Only a resynchronisation moves it beyond `greatestDrift`; from there it
 * may come back on its own.
 */
export function followedDrift(token: TokenRow, drift: number): number {
  if (token.kind === "hotp") return 0;
  const most = Math.max(greatestDrift, Math.abs(token.drift));
  return Math.max(-most, Math.min(most, drift));
}
