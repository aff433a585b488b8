import { url as inspectorUrl } from "node:inspector";
import { NotProvided } from "../refusals.ts";
import type { CommandLine } from "./command-line.ts";

const portSwitch = "remote-debugging-port";

/** Whether the app was started by a test driver. */
export const isDriven = (commandLine: CommandLine): boolean => commandLine.hasSwitch(portSwitch);

/**
 * A debugging port is for a test driver. It is opened only in a process that is already being inspected and is
 * therefore open to the driver anyway.
 *
 * @throws NotProvided
 */
export function debuggingPort(commandLine: CommandLine): string | undefined {
  if (!isDriven(commandLine)) return undefined;
  if (inspectorUrl() === undefined) throw new NotProvided(`--${portSwitch}`, "only together with --inspect, for tests");
  return commandLine.getSwitchValue(portSwitch);
}

/**
 * Loads early what both the app and a driver use and Node loads lazily: undici, for the answers of the app's schemes,
 * and perf_hooks. A driver's evaluation interrupts the main thread at any point. If that happens during such a load, the
 * modules are half loaded and whatever builds on them stays broken: no page's request is answered after that.
 */
function loadLazyGlobals(): void {
  for (const name of ["performance", "AbortSignal", "Response"]) Reflect.get(globalThis, name);
}

/**
 * Call this before Chromium starts: a driver waits for its port. Resolves once the driver controls the blank first
 * page. A driver that joins a page during a navigation can miss its outcome, so the app is not ready, and opens no
 * window, before that.
 *
 * Playwright reports this by calling `__playwright_run`. In Electron, Playwright's own loader defines that
 * function and delays `ready` until then.
 */
export function driverInPlace(): Promise<void> {
  loadLazyGlobals();
  const { promise, resolve } = Promise.withResolvers<void>();
  Object.assign(globalThis, { __playwright_run: () => resolve() });
  return promise;
}
