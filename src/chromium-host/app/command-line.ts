import { isRefusedSwitch } from "../browser/flags.ts";
import { NotProvided, refuseUnknownMembers } from "../refusals.ts";

/** `--name=value` and `--name` up to `--`; the last one with a name counts. */
export function readSwitches(args: readonly string[]): Map<string, string> {
  const end = args.indexOf("--");
  const switches = new Map<string, string>();
  for (const argument of end === -1 ? args : args.slice(0, end)) {
    const [, name, value = ""] = /^--([^=]+)(?:=([^]*))?$/u.exec(argument) ?? [];
    if (name !== undefined) switches.set(name, value);
  }
  return switches;
}

/** `app.commandLine`. Switches that the app appends before it is ready also go to Chromium. */
export class CommandLine {
  readonly #switches: Map<string, string>;
  readonly #appended = new Map<string, string>();

  constructor(args: readonly string[]) {
    this.#switches = readSwitches(args);
  }

  /** @throws NotProvided for a switch that would weaken the window */
  appendSwitch(name: string, value = ""): void {
    if (isRefusedSwitch(name)) throw new NotProvided(`the switch --${name}`);
    this.#switches.set(name, value);
    this.#appended.set(name, value);
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name);
  }

  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? "";
  }

  /** For the host: the switches that go to Chromium. */
  get appended(): ReadonlyMap<string, string> {
    return this.#appended;
  }
}
refuseUnknownMembers("app.commandLine", CommandLine);
