import type { Context } from "./context.ts";
import { terminalPrompts } from "./prompts.ts";

/**
 * Says what a destructive action will do, and has the person type a word to continue.
 * @throws AppError CANCELLED
 */
export async function confirmByTyping({ io, output }: Context, word: string, consequence: string): Promise<void> {
  output.notice(consequence);
  await terminalPrompts(io).visible(
    `Type ${word} to continue, or press Ctrl+C`,
    (answer) => answer.trim() === word || `Type ${word} to continue, or press Ctrl+C to change nothing.`,
  );
}
