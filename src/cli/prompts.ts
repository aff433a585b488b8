import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Io } from "./io.ts";
import { sayLine } from "./render/words.ts";

export interface Prompts {
  /** Shows nothing of what is typed. */
  hidden(message: Text, validate?: Validate): Promise<string>;
  /** Shows a star for each character: for short-lived secrets and those that are hard to type blind. */
  masked(message: Text, validate?: Validate): Promise<string>;
  visible(message: Text, validate?: Validate): Promise<string>;
}

/** @returns true, or what is wrong with the answer */
export type Validate = (answer: string) => true | Text | Promise<true | Text>;

const interrupted = new Set(["ExitPromptError", "AbortPromptError", "CancelPromptError"]);

/** Asks on the terminal. The dialogue goes to stderr, so that stdout has only the result. */
export function terminalPrompts(io: Io): Prompts {
  const output = io.stderr.isTTY || !io.stdout.isTTY ? io.stderr : io.stdout;

  /** Runs one prompt. @throws AppError CANCELLED for Ctrl+C, Ctrl+D and a closed terminal */
  const prompt = async (
    show: (context: { input: Io["stdin"]; output: Io["stderr"]; signal: AbortSignal }) => Promise<string>,
  ): Promise<string> => {
    const gone = new AbortController();
    // Ctrl+D closes the line editor, which pauses the stream but leaves the prompt pending forever.
    // An answer pauses the stream too, but then the prompt has ended by the next turn.
    const onPause = () => setImmediate(() => gone.abort());
    io.stdin.once("pause", onPause);
    try {
      return await show({ input: io.stdin, output, signal: AbortSignal.any([io.signal, gone.signal]) });
    } catch (error) {
      if (error instanceof Error && interrupted.has(error.name)) {
        throw new AppError("CANCELLED", { cause: error });
      }
      throw error;
    } finally {
      io.stdin.off("pause", onPause);
    }
  };
  const secret =
    (mask: boolean): Prompts["hidden"] =>
    async (message, validate = () => true) => {
      const { password } = await import("@inquirer/prompts");
      // The library's validation keeps the refused text, unseen, and appends what is typed next.
      // Here every attempt starts empty.
      const theme = { style: { maskedText: sayLine(text("cli.masked")) } };
      for (;;) {
        const answer = await prompt((context) =>
          password({ message: sayLine(message), mask, toggleMask: false, theme }, context),
        );
        const verdict = await validate(answer);
        if (verdict === true) return answer;
        output.write(`${sayLine(verdict)}\n`);
      }
    };

  return {
    hidden: secret(false),
    masked: secret(true),
    visible: async (message, validate = () => true) => {
      const { input } = await import("@inquirer/prompts");
      const judge = async (answer: string) => {
        const verdict = await validate(answer);
        return verdict === true || sayLine(verdict);
      };
      return prompt((context) => input({ message: sayLine(message), validate: judge }, context));
    },
  };
}
