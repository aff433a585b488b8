import { CommanderError } from "@commander-js/extra-typings";
import { version } from "#main/base/version.ts";
import type { Means } from "#main/terminal.ts";
import { AppError } from "#shared/errors.ts";
import { terminal } from "#shared/texts/en/terminal/index.ts";
import { addAreas, text, type Text } from "#shared/texts/text.ts";
import { resolveDataDir } from "./data-dir.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { type Output, outputTo } from "./output.ts";
import { buildProgram, type Printed } from "./program.ts";
import { shellWord } from "./render/text.ts";
import { perform, toBody } from "./run.ts";
import { wrongUsage } from "./usage.ts";

// Only the terminal says these, so the window's bundle does not carry them.
addAreas(terminal);

/** Needed before parsing: errors in the command line are reported in JSON too. */
export function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end === -1 ? argv : argv.slice(0, end)).includes("--json");
}

function answerParser(error: CommanderError, printed: Printed, output: Output): ExitCode {
  switch (error.code) {
    case "commander.version":
      output.success({ version }, version);
      return exitCodes.done;
    case "commander.helpDisplayed":
      output.plain(printed.out);
      return exitCodes.done;
    case "commander.help": {
      // A subcommand is missing: the command's help lists them.
      if (printed.out !== "") {
        output.plain(printed.out);
        return exitCodes.done;
      }
      if (!output.json) output.complain(printed.err);
      else fail(text("usage.commandMissing"), output);
      return exitCodes.usage;
    }
    default:
      fail(wrongUsage(error), output);
      if (!output.json) output.complain(text("usage.seeHelp"));
      return exitCodes.usage;
  }
}

function fail(problem: Text, output: Output): void {
  output.failure(toBody(new AppError("INVALID_INPUT", { text: problem })));
}

/**
 * @param argv without the runtime and the script
 * @param means what the console works with
 * @returns the exit code, after everything was printed
 */
export async function main(argv: readonly string[], io: Io, means: Means): Promise<ExitCode> {
  const output = outputTo(io, wantsJson(argv));
  const printed: Printed = { out: "", err: "" };
  let exitCode: ExitCode = exitCodes.done;

  const program = buildProgram(printed, ({ data }) => async (action, choices) => {
    const dataDir = resolveDataDir(data, io.cwd);
    const command = data === undefined ? "countersign" : `countersign --data ${shellWord(dataDir)}`;
    exitCode = await perform(action, { io, dataDir, command, output, means }, choices);
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return answerParser(error, printed, output);
    const body = toBody(error instanceof AppError ? error : new AppError("INTERNAL", { cause: error }));
    output.failure(body);
    return exitCodeOf(body.code);
  }
}
