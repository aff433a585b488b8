import type * as Terminal from "#main/terminal.ts";

let loading: Promise<typeof Terminal> | undefined;

/** The main process's side. Loaded only when needed, so that help and usage errors come at once. */
export function loadTerminal(): Promise<typeof Terminal> {
  return (loading ??= import("#main/terminal.ts"));
}

/** To be called when everything is printed. Usually returns, and the process ends by itself. */
export async function endIfHeldUp(exitCode: number): Promise<void> {
  (await loading)?.endIfHeldUp(exitCode);
}
