import { text, type Text } from "#shared/texts/text.ts";
import type { Context } from "./context.ts";
import { terminalPrompts } from "./prompts.ts";

/**
 * Says what a destructive action will do, and has the person type a word to continue.
 * @throws AppError CANCELLED
 */
export async function confirmByTyping({ io, output }: Context, word: string, consequence: Text): Promise<void> {
  output.notice(consequence);
  await terminalPrompts(io).visible(
    text("cli.confirm", { word }),
    (answer) => answer.trim() === word || text("cli.confirmAgain", { word }),
  );
}
