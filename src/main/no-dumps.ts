import { writeFileSync } from "node:fs";

/**
 * Keeps this process's memory, which holds keys, out of what the system or Node would write of it when it crashes: core
 * dumps hold none of it (Linux, core(5): no mapping is written; processes that it starts are treated alike), and Node makes
 * no reports. The launchers also set the size of core dumps to 0. Worker threads are of this process.
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
    // No /proc, or none that can be written: then the launchers' limit is what there is.
  }
}
