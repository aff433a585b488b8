import { hash } from "node:crypto";
import type { Moment, Uptime } from "../base/ports.ts";
import { type Counted, readCounted, writeCounted } from "../store/console/counted-time.ts";
import type { Db, Tx } from "../store/store.ts";

/**
 * Waits are measured in the store's own time, which goes on only as far as time has certainly passed: by how long the
 * computer has been running, whatever its clock is set to ([ADR 33](../../../docs/adr/0033-waits-are-counted.md)). A
 * point of it is a number of milliseconds; only differences mean anything.
 */
export type CountedTime = number;

/** What has certainly passed since a computer counted last, in milliseconds. */
function passedSince(own: NonNullable<Counted["own"]>, { boot, ms }: Uptime, now: number): number {
  const sameStart = boot === own.boot;
  if (sameStart && ms >= own.uptime) return ms - own.uptime;
  // A virtual machine that was set back: nothing is known.
  if (sameStart && boot !== null) return 0;
  // The computer was started again since then, and has been running at least so long. The clock may know of less.
  return Math.max(0, Math.min(ms, now - own.at));
}

/** The store's own time at a moment. */
export function countedAt({ own, latest }: Counted, { now, clock }: Moment): CountedTime {
  const reached = own ? own.counted + passedSince(own, clock.uptime(), now) : 0;
  // The first of all begins with the clock. Another computer may have counted further.
  return Math.max(reached, latest ?? now);
}

/** Tells computers apart in the store, which does not say which ones they are. */
export const countedBy = ({ computer }: Pick<Moment, "computer">): string =>
  hash("sha256", `countersign/v1/counted time\n${computer.id}`, "base64url");

/** The store's own time now. */
export const countedNow = async (db: Db, moment: Moment): Promise<CountedTime> =>
  countedAt(await readCounted(db, countedBy(moment)), moment);

/**
 * Whether this computer counted last before this start of the computer, or longer ago.
 *
 * @param longest in milliseconds
 */
export async function countedBefore(db: Db, moment: Moment, longest = Infinity): Promise<boolean> {
  const { own } = await readCounted(db, countedBy(moment));
  const { boot, ms } = moment.clock.uptime();
  return own?.boot !== boot || ms < own.uptime || ms - own.uptime > longest;
}

/** Writes down how far the store's own time has come: from there it goes on, on this computer and on others. */
export async function countOn(tx: Tx, moment: Moment): Promise<CountedTime> {
  const counted = await countedNow(tx, moment);
  const { boot, ms } = moment.clock.uptime();
  await writeCounted(tx, { computer: countedBy(moment), boot, uptime: ms, counted, at: moment.now });
  return counted;
}

/**
 * Begins a wait: the one way to say "not before".
 *
 * @param length in milliseconds
 * @returns when it ends
 */
export const waitFor = async (tx: Tx, moment: Moment, length: number): Promise<CountedTime> =>
  (await countOn(tx, moment)) + length;

/** A point of the store's own time as this computer's clock would show it: UTC milliseconds, for people to read. */
export const onTheClock = (at: CountedTime, counted: CountedTime, { now }: Pick<Moment, "now">): number =>
  now + (at - counted);
