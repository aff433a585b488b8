import type { OutputOf } from "#shared/contract/index.ts";
import { fromBody } from "#shared/errors.ts";
import type { Caller, Console, Means } from "#main/terminal.ts";
import type { Call } from "./call.ts";
import type { Io } from "./io.ts";
import type { Output } from "./output.ts";
import { withProof } from "./proof.ts";
import { printableReply } from "./render/text.ts";
import { type Secrets, secretsOf } from "./secrets.ts";
import { sessionFile } from "./session-file.ts";
import { loadTerminal } from "./terminal.ts";

/** Everything a command needs. */
export interface Context {
  readonly io: Io;
  /** Absolute. */
  readonly dataDir: string;
  readonly output: Output;
  /** How this console is called in a command to paste: with the data folder if one was given. */
  readonly command: string;
  readonly secrets: Secrets;
  readonly caller: Caller;
  /**
   * Calls the console, which is opened by the first call.
   * @throws AppError of the reply
   */
  call: Call;
  close(): Promise<void>;
}

export interface ContextOptions {
  io: Io;
  dataDir: string;
  command: string;
  output: Output;
  means: Means;
}

export function createContext({ io, dataDir, command, output, means }: ContextOptions): Context {
  let opening: Promise<Console> | undefined;
  const open = () =>
    (opening ??= loadTerminal().then((terminal) => terminal.openTerminalConsole({ dataDir, ...means })));

  const caller: Caller = {
    session: sessionFile(dataDir, output.warn),
    // A person at a terminal can read and write these files anyway.
    files: { grant: () => undefined, allows: () => true },
    dialogs: null,
    clipboard: null,
  };

  const call: Call = async (procedure, input, choices = {}) => {
    const console = await open();
    const reply = await console.call(procedure, input, caller, {
      ...(choices.evenIfCancelled ? {} : { signal: io.signal }),
      onProgress: output.progress,
    });
    if (!reply.ok) throw fromBody(reply.error);
    // The console has parsed it against the contract's output.
    const data = reply.data as OutputOf<typeof procedure>;
    // Values become one printable line each before they are shown as text. JSON is exact, and escaped when printed.
    return output.json ? data : printableReply(data);
  };

  const secrets = secretsOf(io);
  return {
    io,
    dataDir,
    command,
    output,
    secrets,
    caller,
    call: withProof({ io, output, secrets }, call),
    close: async () => {
      const console = await opening?.catch(() => undefined);
      await console?.close();
    },
  };
}
