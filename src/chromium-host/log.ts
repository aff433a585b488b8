/** What the host itself has to say goes to standard error, as Chromium's and Electron's own messages do. */
export const warn = (message: string): void => {
  process.stderr.write(`chromium-host: ${message}\n`);
};

const said = new Set<string>();

export function warnOnce(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  warn(message);
}

export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
