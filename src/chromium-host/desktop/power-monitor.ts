import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { findOnPath } from "../browser/executable.ts";
import { createEvent, HostEmitter } from "../emitter.ts";
import { warnOnce } from "../log.ts";
import { NotProvided, refuseUnknownMembers } from "../refusals.ts";
import { powerSignals, sessionRules, systemRules } from "./dbus-signals.ts";

const events = [
  "lock-screen",
  "on-ac",
  "on-battery",
  "resume",
  "shutdown",
  "speed-limit-change",
  "suspend",
  "thermal-state-change",
  "unlock-screen",
  "user-did-become-active",
  "user-did-resign-active",
];

type Listen = Parameters<HostEmitter["on"]>;

/** `powerMonitor`: sleep, shutdown and the locked screen, read from D-Bus once there is a listener. */
export class PowerMonitor extends HostEmitter {
  readonly #monitors: ChildProcess[] = [];
  #isWatching = false;

  constructor() {
    super("powerMonitor", events);
  }

  override on(...[event, listener]: Listen): this {
    super.on(event, listener);
    this.#watch();
    return this;
  }

  /** Seconds without input. @throws NotProvided without xprintidle, or without an X display */
  getSystemIdleTime(): number {
    const program = findOnPath(["xprintidle"]);
    if (program === undefined) throw new NotProvided("powerMonitor.getSystemIdleTime", "it needs xprintidle");
    const { status, stdout } = spawnSync(program, { encoding: "utf8" });
    if (status !== 0) throw new NotProvided("powerMonitor.getSystemIdleTime", "xprintidle needs an X display");
    return Math.floor(Number(stdout) / 1000);
  }

  /** @param idleThreshold seconds. @throws NotProvided as getSystemIdleTime */
  getSystemIdleState(idleThreshold: number): "active" | "idle" {
    return this.getSystemIdleTime() >= idleThreshold ? "idle" : "active";
  }

  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const program = findOnPath(["dbus-monitor"]);
    if (program === undefined) {
      warnOnce("a locked screen and sleep cannot be noticed: that needs dbus-monitor (apt-get install dbus-bin)");
      return;
    }
    this.#monitor(program, "--system", systemRules);
    this.#monitor(program, "--session", sessionRules);
    process.once("exit", () => {
      for (const monitor of this.#monitors) monitor.kill();
    });
  }

  #monitor(program: string, bus: string, rules: readonly string[]): void {
    const child = spawn(program, [bus, ...rules], { stdio: ["ignore", "pipe", "ignore"] });
    this.#monitors.push(child);
    const read = powerSignals((signal) => {
      this.emit(signal, createEvent());
    });
    createInterface({ input: child.stdout }).on("line", read);
    // A machine without this bus (a container, a bare X session) has no such signals.
    child.once("error", () => undefined);
    child.unref();
  }
}
refuseUnknownMembers("powerMonitor", PowerMonitor);

export const powerMonitor = new PowerMonitor();
