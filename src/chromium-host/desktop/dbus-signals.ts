/** The desktop's signals that matter to the app. */
export type PowerSignal = "suspend" | "resume" | "lock-screen" | "unlock-screen" | "shutdown";

/** Where the signals come from: logind and the desktops' screen savers. */
export const systemRules = [
  "type='signal',interface='org.freedesktop.login1.Manager',member='PrepareForSleep'",
  "type='signal',interface='org.freedesktop.login1.Manager',member='PrepareForShutdown'",
  "type='signal',interface='org.freedesktop.login1.Session',member='Lock'",
  "type='signal',interface='org.freedesktop.login1.Session',member='Unlock'",
];
export const sessionRules = [
  "type='signal',interface='org.freedesktop.ScreenSaver',member='ActiveChanged'",
  "type='signal',interface='org.gnome.ScreenSaver',member='ActiveChanged'",
];

const withArgument: Readonly<Record<string, readonly [whenTrue: PowerSignal, whenFalse: PowerSignal | null]>> = {
  PrepareForSleep: ["suspend", "resume"],
  PrepareForShutdown: ["shutdown", null],
  ActiveChanged: ["lock-screen", "unlock-screen"],
};
const alone: Readonly<Record<string, PowerSignal>> = { Lock: "lock-screen", Unlock: "unlock-screen" };

/**
 * Reads what dbus-monitor prints: a line for each signal, then one for each argument.
 *
 * @param report called for each signal, in order
 * @returns takes the lines, one by one
 */
export function powerSignals(report: (signal: PowerSignal) => void): (line: string) => void {
  let awaited: readonly [PowerSignal, PowerSignal | null] | undefined;
  return (line) => {
    const member = /^signal .*\bmember=(\w+)/u.exec(line)?.[1];
    const argument = /^\s+boolean (true|false)$/u.exec(line)?.[1];
    if (member !== undefined) {
      awaited = withArgument[member];
      const signal = alone[member];
      if (signal !== undefined) report(signal);
    } else if (argument !== undefined && awaited !== undefined) {
      const signal = awaited[argument === "true" ? 0 : 1];
      awaited = undefined;
      if (signal !== null) report(signal);
    }
  };
}
