/** A stream of the process: a terminal, a pipe or a file. */
export type InputStream = NodeJS.ReadableStream & { isTTY?: boolean | undefined; destroy?: () => unknown };
export type OutputStream = NodeJS.WritableStream & { isTTY?: boolean | undefined };

/** Everything a command knows about its process. */
export interface Io {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly cwd: string;
  /** Aborted when the person presses Ctrl+C. */
  readonly signal: AbortSignal;
}
