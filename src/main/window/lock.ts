import type { PowerMonitor } from "electron";
import type { Caller, Console, Logger } from "#main/base/ports.ts";

/** Locks this window's session when the computer is locked, sleeps or switches to another account. */
export function lockWithComputer(
  monitor: Pick<PowerMonitor, "on">,
  options: { console: Promise<Console>; caller: Caller; logger: Logger },
): void {
  const lock = async (): Promise<void> => {
    if (options.caller.session.get() === null) return;
    const console = await options.console;
    const reply = await console.call("access.lock", {}, options.caller);
    if (!reply.ok) options.logger.warn("the session was not locked", { error: reply.error.code });
  };
  const onEvent = (): void => {
    lock().catch((cause: unknown) => options.logger.error("locking failed", { cause }));
  };
  monitor.on("lock-screen", onEvent);
  monitor.on("suspend", onEvent);
  monitor.on("user-did-resign-active", onEvent);
}
