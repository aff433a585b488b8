import type * as Terminal from "#main/terminal.ts";

let loading: Promise<typeof Terminal> | undefined;

/** The main process's side. Loaded only when needed, so that help and usage errors appear at once. */
export function loadTerminal(): Promise<typeof Terminal> {
  return (loading ??= import("#main/terminal.ts"));
}

/** Call this when everything has been printed. It usually returns, and the process then ends. */
export async function endIfHeldUp(exitCode: number): Promise<void> {
  // What could not be loaded holds nothing up, and the command has said so.
  const terminal = await loading?.catch(() => undefined);
  terminal?.endIfHeldUp(exitCode);
}
