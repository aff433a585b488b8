/** Text from a page, a file name or a program, safe for the log: without control characters and escape sequences. */
const printable = (text: string): string => text.replaceAll(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, "\uFFFD");

/** The host's own messages go to standard error, as Chromium's and Electron's do. */
export const say = (text: string): void => {
  process.stderr.write(`${printable(text)}\n`);
};

export const warn = (message: string): void => {
  say(`chromium-host: ${message}`);
};

const said = new Set<string>();

export function warnOnce(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  warn(message);
}

export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
