import { readFileSync } from "node:fs";
import { uptime as secondsUp } from "node:os";
import { hrtime, platform } from "node:process";
import type { Uptime } from "./ports.ts";

/** Linux names each start of the computer (random(4)); elsewhere a shorter uptime tells. */
function bootOf(system: NodeJS.Platform): string | null {
  if (system !== "linux") return null;
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim() || null;
  } catch {
    return null;
  }
}

const boot = bootOf(platform);

/**
 * All of these count while the computer is suspended, and none follows the clock that people set: `/proc/uptime` on
 * Linux (CLOCK_BOOTTIME), GetTickCount64 on Windows. On macOS it is Node's `hrtime` (mach_continuous_time): what Node
 * gives as uptime there is worked out from the clock.
 */
export const uptime = (): Uptime => ({
  boot,
  ms: platform === "darwin" ? Number(hrtime.bigint() / 1_000_000n) : Math.round(secondsUp() * 1000),
});
