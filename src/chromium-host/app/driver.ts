import { url as inspectorUrl } from "node:inspector";
import { NotProvided } from "../refusals.ts";
import type { CommandLine } from "./command-line.ts";

const portSwitch = "remote-debugging-port";

/** Whether the app was started by a test driver. */
export const isDriven = (commandLine: CommandLine): boolean => commandLine.hasSwitch(portSwitch);

/**
 * A debugging port is for a test driver. It is opened only in a process that is being inspected, and so
 * open to the driver, already.
 *
 * @throws NotProvided
 */
export function debuggingPort(commandLine: CommandLine): string | undefined {
  if (!isDriven(commandLine)) return undefined;
  if (inspectorUrl() === undefined) throw new NotProvided(`--${portSwitch}`, "only together with --inspect, for tests");
  return commandLine.getSwitchValue(portSwitch);
}

/**
 * Loads what Node loads at first use and both the app and a driver use: undici, for the answers of the
 * app's schemes, and perf_hooks. A driver's evaluation interrupts the main thread wherever it is. In the
 * middle of such a load it meets modules that are half there, and what is built on them stays broken:
 * then no request of a page is answered any more.
 */
function loadLazyGlobals(): void {
  for (const name of ["performance", "AbortSignal", "Response"]) Reflect.get(globalThis, name);
}

/**
 * To be called before Chromium starts, whose port a driver waits for. Resolves once the driver has the
 * blank first page in hand: one that joins a page in the middle of a navigation can miss what comes of
 * it, so the app is not ready, and opens no window, before.
 *
 * Playwright says it by calling `__playwright_run`. In Electron, Playwright's own loader defines that
 * function and holds `ready` back until then.
 */
export function driverInPlace(): Promise<void> {
  loadLazyGlobals();
  const { promise, resolve } = Promise.withResolvers<void>();
  Object.assign(globalThis, { __playwright_run: () => resolve() });
  return promise;
}
