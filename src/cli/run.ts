import { randomUUID } from "node:crypto";
import { AppError, type ErrorBody, type ErrorCode } from "#shared/errors.ts";
import { sentences, text } from "#shared/texts/text.ts";
import { type Context, type ContextOptions, createContext } from "./context.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { Words } from "./render/words.ts";
import { loadTerminal } from "./terminal.ts";

/** What a command returns. */
export interface Outcome {
  /** For `--json`. */
  data: unknown;
  /** The same for people. */
  words: Words;
  /** The answer is no. */
  negative?: boolean;
  /** Runs once the outcome is written: for what counts only then. Its failure is a warning. */
  written?: () => Promise<void>;
}

export type Action = (context: Context) => Promise<Outcome>;

export interface RunChoices {
  /** Errors that mean "no" for this command: exit code 1 instead of 3. */
  negative?: readonly ErrorCode[];
}

/** Runs a command's action and prints its outcome. */
export type Run = (action: Action, choices?: RunChoices) => Promise<void>;

/** The wire form of an error. One that came from the console keeps its reference. */
export function toBody(error: AppError): ErrorBody {
  const known = "correlationId" in error && typeof error.correlationId === "string";
  return error.toBody(known ? (error.correlationId as string) : randomUUID());
}

async function describeThrown(thrown: unknown, dataDir: string): Promise<ErrorBody> {
  if (thrown instanceof AppError) return toBody(thrown);
  try {
    return (await loadTerminal()).describeThrown(thrown, dataDir);
  } catch (cause) {
    return toBody(new AppError("INTERNAL", { text: text("cli.notLoaded"), cause }));
  }
}

/** What was written is not written again as an error. */
async function follow(written: NonNullable<Outcome["written"]>, { output, dataDir }: Context): Promise<void> {
  try {
    await output.written();
    await written();
  } catch (thrown) {
    const { text: why } = await describeThrown(thrown, dataDir);
    output.warn(sentences(text("cli.notRecorded"), why));
  }
}

async function attempt(action: Action, context: Context, { negative: negativeErrors }: RunChoices): Promise<ExitCode> {
  const { output, dataDir } = context;
  try {
    const { data, words, negative = false, written } = await action(context);
    output.success(data, words);
    if (written) await follow(written, context);
    return negative ? exitCodes.negative : exitCodes.done;
  } catch (thrown) {
    const body = await describeThrown(thrown, dataDir);
    output.failure(body);
    return exitCodeOf(body.code, negativeErrors);
  }
}

/** Prints everything before closing the console: a failure to close must not lose what is shown only once. */
export async function perform(action: Action, options: ContextOptions, choices: RunChoices = {}): Promise<ExitCode> {
  const context = createContext(options);
  const exitCode = await attempt(action, context, choices);
  try {
    await context.close();
    return exitCode;
  } catch (thrown) {
    const { text: why } = await describeThrown(thrown, options.dataDir);
    options.output.warn(sentences(text("cli.notClosed"), why));
    return exitCodes.error;
  }
}
