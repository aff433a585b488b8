import type { Clock } from "./ports.ts";

export const systemClock: Clock = { now: () => Date.now() };

/** Corrections by a time service set a clock back a little; that is no reason to stop. In milliseconds. */
const tolerance = 60_000;

/**
 * Whether this computer's clock runs behind what was recorded.
 *
 * @param clockFloor the latest recorded time, UTC milliseconds
 * @param now UTC milliseconds
 */
export const rolledBack = (clockFloor: number, now: number): boolean => now < clockFloor - tolerance;
