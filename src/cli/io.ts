import type { ReadStream, WriteStream } from "node:tty";

/** A stream of the process: a terminal, a pipe or a file. */
export type InputStream = NodeJS.ReadableStream & Partial<Pick<ReadStream, "isTTY" | "destroy">>;
export type OutputStream = NodeJS.WritableStream & Partial<Pick<WriteStream, "isTTY" | "columns">>;

/** Everything that a command knows of the process it runs in. */
export interface Io {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly cwd: string;
  /** Aborted when the person presses Ctrl+C. */
  readonly signal: AbortSignal;
}
