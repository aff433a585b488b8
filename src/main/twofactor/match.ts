import { Algorithm, type Digits, Period, TokenKind } from "#shared/model/records.ts";
import type { HardwareTokenRow, TokenRow } from "../store/migrations/schema.ts";
import { type Keys, seedPlace } from "../keys/keys.ts";
import type { Window } from "./limits.ts";
import { findIn, onwards, outwards, stepAt, type TokenParameters, type TotpParameters } from "./totp.ts";

/** How far a refused code is searched on either side of the clock, step by step, in seconds. */
const explainedReach = 3600;

/**
 * Clocks that are wrong by more are wrong by whole quarters of an hour, like time zones, or by whole hours. In minutes.
 */
const quartersReach = 14 * 60;
const hoursReach = 26 * 60;

/** Around each of these, this many seconds on either side: no clock is exact. */
const aroundReach = 120;

/** Counter values searched ahead to say how many were skipped, and behind for a code that was used. */
const explainedAhead = 100;
const explainedBehind = 20;

/** Time step or counter, with its drift: of an authenticator, or of a device in the inventory. */
export type Moving = Pick<HardwareTokenRow, "kind" | "algorithm" | "digits" | "period" | "last_step" | "drift">;

export interface Match {
  /** Time step or counter value. */
  step: number;
  /** Steps from this computer's clock; for HOTP, counter values that were skipped. */
  drift: number;
}

/** @throws AppError SEAL_BROKEN */
export function unsealSeed(keys: Keys, token: Pick<TokenRow, "id" | "seed">): Buffer {
  return keys.unseal(seedPlace("tokens", token.id), token.seed ?? Buffer.alloc(0));
}

/** The first counter value that was never accepted. */
export const nextCounter = (token: Pick<Moving, "last_step">): number => (token.last_step ?? -1) + 1;

/** The current time step, or the first counter value that was never accepted. */
export const expectedStep = (token: Moving, at: number): number =>
  token.kind === "hotp" ? nextCounter(token) : stepAt(at, token.period);

function* accepted(token: Moving, at: number, window: Window): Generator<number> {
  if (token.kind === "hotp") {
    yield* onwards(nextCounter(token), window.lookAhead);
    return;
  }
  const now = stepAt(at, token.period);
  // Around the followed drift, and around the clock: a phone's time may have been corrected since.
  if (token.drift !== 0) yield* outwards(now + token.drift, window.acceptedSteps);
  yield* outwards(now, window.acceptedSteps);
}

function match(seed: Buffer, token: Moving, code: string, at: number, candidates: Iterable<number>): Match | null {
  const step = findIn(seed, code, token, candidates);
  return step === null ? null : { step, drift: step - expectedStep(token, at) };
}

/** Where a code is within the accepted window; a time step may have been used before. */
export const matchAccepted = (seed: Buffer, token: Moving, code: string, at: number, window: Window): Match | null =>
  match(seed, token, code, at, accepted(token, at, window));

/** The likeliest steps of a clock that is wrong: near ones first, then those of wrong time zones and days. */
function* wrongClock(at: number, period: Period): Generator<number> {
  yield* outwards(stepAt(at, period), explainedReach / period);
  for (let minutes = 60; minutes <= hoursReach; minutes += 15) {
    if (minutes > quartersReach && minutes % 60 !== 0) continue;
    for (const away of [minutes, -minutes]) yield* outwards(stepAt(at + away * 60_000, period), aroundReach / period);
  }
}

/** Where a code is beyond the window, to say by how much it is off. */
export const matchDrifted = (seed: Buffer, token: Moving, code: string, at: number): Match | null =>
  token.kind === "hotp"
    ? match(seed, token, code, at, onwards(nextCounter(token), explainedAhead))
    : match(seed, token, code, at, wrongClock(at, token.period));

/** Whether a code belongs to an earlier counter value. */
export function isSpentCounter(seed: Buffer, token: Moving, code: string): boolean {
  if (token.kind !== "hotp") return false;
  const first = Math.max(0, nextCounter(token) - explainedBehind);
  return findIn(seed, code, token, onwards(first, nextCounter(token) - first)) !== null;
}

/**
 * The parameters with which a seed makes this code although the authenticator has others: some apps
 * ignore what the key URI says. Only to explain a refusal.
 */
export function matchOtherParameters(seed: Buffer, token: Moving, code: string, at: number, window: Window) {
  const digits = code.length as Digits;
  const periods = token.kind === "hotp" ? [token.period] : Period.options.map(({ value }) => value);
  for (const algorithm of Algorithm.options) {
    for (const period of periods) {
      const other: TotpParameters = { algorithm, digits, period };
      if (algorithm === token.algorithm && digits === token.digits && period === token.period) continue;
      if (matchAccepted(seed, { ...token, ...other, drift: 0 }, code, at, window)) return other;
    }
  }
  return null;
}

/** Near the clock and the counter's beginning: every further setting tried makes a guess more likely to match. */
const settingsWindow: Window = { acceptedSteps: 2, lookAhead: 10 };

/** The settings with which a device's seed makes this code although it was entered with others: kind included. */
export function matchOtherSettings(seed: Buffer, device: Moving, code: string, at: number): TokenParameters | null {
  for (const kind of TokenKind.options) {
    const as = { ...device, kind, last_step: null, drift: 0 };
    const { algorithm, digits, period } = device;
    const fits = kind !== device.kind && matchAccepted(seed, as, code, at, settingsWindow) !== null;
    if (fits) return { kind, algorithm, digits, period };
    const other = matchOtherParameters(seed, as, code, at, settingsWindow);
    if (other) return { kind, ...other };
  }
  return null;
}

/**
 * Two consecutive codes (RFC 4226 7.4), both newer than any that was accepted.
 *
 * @param reach time steps searched on either side of this computer's clock, or counter values ahead
 * @returns where the second one is
 */
export function matchPair(
  seed: Buffer,
  token: Moving,
  codes: { first: string; second: string },
  at: number,
  reach: number,
  wasUsed = (step: number): boolean => step < nextCounter(token),
): Match | null {
  const candidates =
    token.kind === "hotp" ? onwards(nextCounter(token), reach) : outwards(expectedStep(token, at), reach);
  for (const step of candidates) {
    if (wasUsed(step) || wasUsed(step + 1)) continue;
    if (findIn(seed, codes.first, token, [step]) === null) continue;
    if (findIn(seed, codes.second, token, [step + 1]) === null) continue;
    return {
      step: step + 1,
      drift: token.kind === "hotp" ? step - expectedStep(token, at) : step + 1 - expectedStep(token, at),
    };
  }
  return null;
}

/** A window wide enough for a device that has been in a drawer: 10 minutes of 30 s. */
const drawerWindow: Window = { acceptedSteps: 20, lookAhead: 20 };

/** Proves that somebody holds a device, by a code that was never accepted. */
export function matchInHand(seed: Buffer, token: Moving, code: string, at: number, window: Window): Match | null {
  const wide = {
    acceptedSteps: Math.max(window.acceptedSteps, drawerWindow.acceptedSteps),
    lookAhead: Math.max(window.lookAhead, drawerWindow.lookAhead),
  };
  const found = matchAccepted(seed, token, code, at, wide);
  return found && found.step >= nextCounter(token) ? found : null;
}
