import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { keepMemoryOffDisks } from "#main/base/no-dumps.ts";
import { exitCodes } from "./exit-codes.ts";
import { main } from "./main.ts";
import { endIfHeldUp } from "./terminal.ts";

keepMemoryOffDisks();

const fromSource = import.meta.url.endsWith(".ts");
const worker = join(import.meta.dirname, fromSource ? "../main/worker.ts" : "worker.js");

const interruption = new AbortController();
const interrupt = () => {
  // The first Ctrl+C asks the running work to stop cleanly, the second ends the process.
  if (!interruption.signal.aborted) return interruption.abort();
  void endIfHeldUp(exitCodes.error).then(() => process.exit(exitCodes.error));
};
process.on("SIGINT", interrupt);
process.on("SIGTERM", interrupt);

// `countersign people list | head` closes the pipe early, which is not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const exitCode = await main(
  process.argv.slice(2),
  {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    signal: interruption.signal,
  },
  { workerUrl: pathToFileURL(worker) },
);
process.exitCode = exitCode;
await new Promise((printed) => process.stdout.write("", printed));
await endIfHeldUp(exitCode);
