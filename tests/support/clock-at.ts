import type { Clock } from "#main/base/ports.ts";

/** A clock that nobody sets. @param now UTC milliseconds. @param boot which start of the computer it is */
export const clockAt = (now: () => number, boot: string | null = null): Clock => ({
  now,
  uptime: () => ({ boot, ms: now() }),
});
