import { constants } from "node:os";

/** Prints on one line what is being done and how long it took. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  process.stdout.write(`${title} … `);
  try {
    const result = await work();
    process.stdout.write(`${seconds(performance.now() - begun)}\n`);
    return result;
  } catch (error) {
    process.stdout.write("failed\n");
    throw error;
  }
}

/** "3.2 s" */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The last lines of a program's output. */
function tail(output: string, lines = 40): string {
  return output.trimEnd().split("\n").slice(-lines).join("\n");
}

/** A failure that a person can understand: one sentence, and the failed program's last output. */
export class ScriptError extends Error {
  readonly output: string;
  constructor(message: string, output = "") {
    super(message);
    this.output = tail(output);
  }
}

/** A signal stopped the script. */
export class Interrupted extends Error {
  readonly exitCode: number;
  constructor(signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Runs a script's main function; an expected failure becomes one sentence and exit code 1. */
export async function main(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (error instanceof Interrupted) {
      console.error(`countersign: ${error.message}.`);
      process.exitCode = error.exitCode;
      return;
    }
    if (!(error instanceof ScriptError)) throw error;
    if (error.output !== "") console.error(error.output);
    console.error(`countersign: ${error.message}`);
    process.exitCode = 1;
  }
}
