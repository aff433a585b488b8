import type { Clock } from "#main/base/ports.ts";

/** A clock that nobody sets. @param now UTC milliseconds */
export const clockAt = (now: () => number): Clock => ({ now, uptime: () => ({ boot: null, ms: now() }) });
