import type { Context } from "./context.ts";
import { terminalPrompts } from "./prompts.ts";

/**
 * Names what a destructive act will do and lets the person type a word to go on.
 * @throws AppError CANCELLED
 */
export async function confirmByTyping({ io, output }: Context, word: string, consequence: string): Promise<void> {
  output.notice(consequence);
  await terminalPrompts(io).visible(
    `Type ${word} to go on, or press Ctrl+C`,
    (answer) => answer.trim() === word || `Type ${word} to go on, or press Ctrl+C to leave everything as it is.`,
  );
}
