/** Text of a page, a file's name or a program, in lines of the host's own: no control, no escape sequence. */
const printable = (text: string): string => text.replaceAll(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, "\uFFFD");

/** What the host itself has to say goes to standard error, as Chromium's and Electron's own messages do. */
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
