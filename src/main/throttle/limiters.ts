import type { RateLimiterAbstract } from "rate-limiter-flexible";
import RateLimiterRes from "rate-limiter-flexible/lib/RateLimiterRes.js";
import RateLimiterStoreAbstract from "rate-limiter-flexible/lib/RateLimiterStoreAbstract.js";
import type { Db } from "../store/open.ts";
import { deleteThrottle, readThrottle, writeThrottle } from "../store/throttle.ts";

/** What the limiters of one moment need. */
interface Client {
  db: Db;
  /** UTC milliseconds. */
  now: number;
}

/** What a limiter's store returns for a key. */
interface Kept {
  points: number;
  /** Until it is forgotten, in milliseconds; -1: never. */
  msLeft: number;
}

/** What both limiters share. */
abstract class StoreLimiter extends RateLimiterStoreAbstract {
  protected readonly moment: Client;

  constructor(client: Client) {
    // Only the totals of the library's counters are used: the policy decides what follows from them.
    super({ storeClient: client, keyPrefix: "", points: Number.MAX_SAFE_INTEGER, duration: 0 });
    this.moment = client;
  }

  protected _getRateLimiterRes(_key: string, changed: number, { points, msLeft }: Kept): RateLimiterRes {
    return new RateLimiterRes(Math.max(0, this.points - points), msLeft, points, points === changed);
  }

  protected async _delete(key: string): Promise<boolean> {
    const { db } = this.moment;
    const there = (await readThrottle(db, key)) !== undefined;
    if (there) await deleteThrottle(db, key);
    return there;
  }
}

/** Failures in a row, which are kept until a success. */
class Failures extends StoreLimiter {
  protected async _get(key: string): Promise<Kept | null> {
    const row = await readThrottle(this.moment.db, key);
    return row ? { points: row.failures, msLeft: -1 } : null;
  }

  protected async _upsert(key: string, points: number, _ms: number, replaces: boolean): Promise<Kept> {
    const { db, now } = this.moment;
    const row = await readThrottle(db, key);
    const failures = replaces ? points : (row?.failures ?? 0) + points;
    await writeThrottle(db, { key, failures, blocked_until: row?.blocked_until ?? 0, updated_at: now });
    return { points: failures, msLeft: -1 };
  }
}

/** The delay after failures. Setting the clock back does not shorten it: then the whole delay counts from now. */
class Delays extends StoreLimiter {
  protected async _get(key: string): Promise<Kept | null> {
    const { db, now } = this.moment;
    const row = await readThrottle(db, key);
    if (!row || row.blocked_until === 0) return null;
    if (now >= row.updated_at) return this.#kept(row.blocked_until - now);
    const whole = row.blocked_until - row.updated_at;
    await writeThrottle(db, { ...row, updated_at: now, blocked_until: now + whole });
    return this.#kept(whole);
  }

  protected async _upsert(key: string, _points: number, ms: number): Promise<Kept> {
    const { db, now } = this.moment;
    const failures = (await readThrottle(db, key))?.failures ?? 0;
    await writeThrottle(db, { key, failures, blocked_until: ms === 0 ? 0 : now + ms, updated_at: now });
    return this.#kept(ms);
  }

  #kept(ms: number): Kept {
    return { points: ms > 0 ? 1 : 0, msLeft: Math.max(0, ms) };
  }
}

/** The counters behind the library's interface: their storage can be replaced, for a server by Redis. */
export interface Limiters {
  failures: Pick<RateLimiterAbstract, "get" | "penalty" | "delete">;
  delays: Pick<RateLimiterAbstract, "get" | "block">;
}

/** The store's own, in the caller's transaction if `db` is one: counted and decided together. */
export const limitersOf = (db: Db, now: number): Limiters => ({
  failures: new Failures({ db, now }),
  delays: new Delays({ db, now }),
});
