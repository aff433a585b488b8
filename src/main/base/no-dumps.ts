import { writeFileSync } from "node:fs";

/**
 * Keeps this process's memory, which contains keys, out of what the system or Node would write when it crashes: core
 * dumps contain none of it (Linux, core(5): no mapping is written; child processes are treated alike), and Node makes
 * no reports. The launchers also set the size of core dumps to 0. Worker threads are part of this process.
 */
export function keepMemoryOffDisks(): void {
  const { report } = process;
  if (report) {
    report.reportOnFatalError = false;
    report.reportOnSignal = false;
    report.reportOnUncaughtException = false;
  }
  if (process.platform !== "linux") return;
  try {
    writeFileSync("/proc/self/coredump_filter", "0");
  } catch {
    // No /proc, or a read-only one: then only the launchers' limit applies.
  }
}
