import { setImmediate } from "node:timers/promises";
import { expectedStep, type Match, type Moving, nextCounter } from "./match.ts";
import { findIn, onwards, outwards } from "./totp.ts";

/** Counter values searched ahead: a button that was pressed for a day in a pocket. */
const farCounter = 65_536;

/** How far a clock is searched on either side, in seconds. */
const farClock = 2 * 86_400;

/** How many are tried before the thread is released. */
const atOnce = 250;

const candidatesOf = (token: Moving, at: number): Iterable<number> =>
  token.kind === "hotp"
    ? onwards(nextCounter(token), farCounter)
    : outwards(expectedStep(token, at), farClock / token.period);

/** Whether the consecutive codes begin this many before a step. */
function endsAt(seed: Buffer, token: Moving, codes: readonly string[], last: number): boolean {
  const first = last - codes.length + 1;
  return codes.every((code, index) => findIn(seed, code, token, [first + index]) !== null);
}

/** The steps of consecutive codes, given the last one. */
export const runOf = (last: number, count: number): number[] => [...onwards(last - count + 1, count)];

/** Whether an earlier result still holds. */
export const isRun = (
  seed: Buffer,
  token: Moving,
  codes: readonly string[],
  { step }: Match,
  wasUsed: (step: number) => boolean,
): boolean => !runOf(step, codes.length).some(wasUsed) && endsAt(seed, token, codes, step);

/**
 * Finds consecutive codes far beyond what a resynchronisation with two codes searches (RFC 4226 7.4). Takes up to a
 * second, and releases the thread meanwhile.
 *
 * @param codes at least three: with two, a guess would succeed too often in so wide a search
 * @param wasUsed whether a step can no longer be used
 */
export async function findFar(
  seed: Buffer,
  token: Moving,
  codes: readonly string[],
  at: number,
  wasUsed: (step: number) => boolean,
): Promise<Match | null> {
  const [code = ""] = codes;
  let looked = 0;
  for (const first of candidatesOf(token, at)) {
    looked += 1;
    if (looked % atOnce === 0) await setImmediate();
    if (findIn(seed, code, token, [first]) === null) continue;
    const step = first + codes.length - 1;
    const found = { step, drift: (token.kind === "hotp" ? first : step) - expectedStep(token, at) };
    if (isRun(seed, token, codes, found, wasUsed)) return found;
  }
  return null;
}
