import type { TokenRow } from "../store/migrations/schema.ts";
import { type Moving, nextCounter } from "./match.ts";
import { stepAt } from "./totp.ts";

/** The list that was read last: a check asks for the same one several times. */
let known: { text: string; steps: readonly number[] } = { text: "[]", steps: [] };

/** By hand, as a schema takes ten times as long. @throws TypeError if it is no list of steps */
function read(text: string): readonly number[] {
  if (text === "[]") return [];
  if (text === known.text) return known.steps;
  const steps: unknown = JSON.parse(text);
  if (!Array.isArray(steps) || !steps.every(Number.isSafeInteger)) throw new TypeError("no list of steps");
  known = { text, steps: steps as number[] };
  return known.steps;
}

/**
 * Beyond this distance behind the clock, steps are not remembered one by one: none up to the newest is accepted. A gap
 * of this size between steps ahead means that they are from different clocks. In steps.
 */
const farApart = 1000;

/** How many refused early steps are remembered; the limit of wrong codes in a row comes first. */
const mostTold = 500;

/** How many accepted steps up to the last one are remembered, although none of them is accepted again: see `setBack`. */
const mostKept = 100;

/** The part of an authenticator that says which of its steps are spent. */
export type Spending = Pick<TokenRow, "kind" | "period" | "last_step" | "ahead_used" | "ahead_told">;

const isAhead = (token: Pick<Moving, "kind" | "period">, step: number, at: number, acceptedSteps: number): boolean =>
  token.kind === "totp" && step > stepAt(at, token.period) + acceptedSteps;

/** The accepted steps that are kept one by one. */
export const stepsKept = ({ ahead_used }: Pick<TokenRow, "ahead_used">): readonly number[] => read(ahead_used);

export const isKept = (row: Pick<TokenRow, "ahead_used">, step: number): boolean => stepsKept(row).includes(step);

const inOrder = (steps: readonly number[]): boolean =>
  steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? step));

/** Steps in order, each once; of those that a last step says anyway only the newest. */
function kept(steps: readonly number[], last: number): string {
  // Most times: a newer step behind those that are kept.
  const all = inOrder(steps) ? steps : [...new Set(steps)].toSorted((a, b) => a - b);
  const first = all.findIndex((step) => step > last);
  return JSON.stringify(all.slice(Math.max(0, (first < 0 ? all.length : first) - mostKept)));
}

/** Whether a code of this step was accepted, or a later one that was as far ahead of this computer's clock. */
export function wasUsed(token: Spending, step: number, at: number, acceptedSteps: number): boolean {
  if (step < nextCounter(token)) return true;
  const used = read(token.ahead_used);
  if (!isAhead(token, step, at, acceptedSteps)) return used.includes(step);
  // A step much further ahead is from a time when this computer's clock was wrong.
  return used.some((each) => each >= step && each - step <= farApart);
}

/**
 * Whether a code of this step may still be accepted (RFC 6238 5.2, RFC 4226 7.2). One that was refused as too early may
 * not: the refusal told whoever guessed it when it would be right.
 */
export const isUnused = (token: Spending, step: number, at: number, acceptedSteps: number): boolean =>
  !wasUsed(token, step, at, acceptedSteps) && !read(token.ahead_told).includes(step);

/**
 * What is remembered of an accepted step. One ahead of this computer's clock is remembered separately: the steps before
 * it are still to come, and are right once the clock is corrected.
 *
 * @param at UTC milliseconds
 */
export function spend(
  token: Spending,
  step: number,
  at: number,
  acceptedSteps: number,
): Pick<TokenRow, "last_step" | "ahead_used"> {
  const used = read(token.ahead_used);
  const last = token.last_step ?? -1;
  const [newest, singly] = isAhead(token, step, at, acceptedSteps)
    ? [last, [...used, step]]
    : [Math.max(last, step), used];
  const oldest = stepAt(at, token.period) - farApart;
  const past = Math.max(newest, ...singly.filter((each) => each < oldest));
  return {
    last_step: past < 0 ? null : past,
    ahead_used: token.kind === "hotp" ? "[]" : kept([...singly, step], past),
  };
}

/** What is remembered of steps that were accepted with a device, or with the first code of an authenticator. */
export const keepSteps = (
  { kind, ahead_used = "[]" }: { kind: TokenRow["kind"]; ahead_used?: string },
  ...steps: number[]
): string => (kind === "hotp" ? "[]" : kept([...read(ahead_used), ...steps], Math.max(...steps)));

/**
 * What an authenticator is set back to whose last step was accepted while this computer's clock was in the future: the last
 * step that was accepted before. All that were accepted meanwhile stay used, each by itself.
 *
 * @param at UTC milliseconds, of the clock that is right
 * @param acceptedSteps as far as a code is accepted on either side of the clock
 */
export function setBack(
  { period, last_step, drift, ahead_used }: Pick<TokenRow, "period" | "drift" | "ahead_used"> & { last_step: number },
  at: number,
  acceptedSteps: number,
): { last_step: number; ahead_used: string } {
  const now = stepAt(at, period);
  const steps = [...read(ahead_used), last_step];
  const before = steps.filter((step) => step <= now + Math.max(0, drift) + acceptedSteps);
  // Where it is not known what was accepted before, nothing up to now is.
  const last = before.length > 0 ? Math.max(...before) : now;
  return { last_step: last, ahead_used: kept(steps, last) };
}

/** What is remembered of a step whose code came too early, once somebody was told so. */
export function tell(token: Spending, step: number): Pick<TokenRow, "ahead_told"> {
  const told = read(token.ahead_told).filter((each) => each >= nextCounter(token) && each !== step);
  return { ahead_told: JSON.stringify([...told, step].slice(-mostTold)) };
}
