import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "./context.ts";

/** Whether asking for a passphrase can help: without one, the password was tried and did not open the keys. */
const isLocked = (error: unknown): boolean =>
  error instanceof AppError &&
  // If only one owner's password opens the keys, there is no passphrase to ask for.
  ((error.code === "VAULT_LOCKED" && error.details?.["opener"] === undefined) || error.code === "UNLOCK_REFUSED");

/**
 * Makes a call that may need the passphrase to open the keys. In a terminal, it is asked for only if the keys turn
 * out to be locked.
 * @param given the passphrase, if a script has given it
 */
export async function withPassphrase<Result>(
  { secrets, output }: Context,
  given: string | undefined,
  attempt: (passphrase: string | undefined) => Promise<Result>,
): Promise<Result> {
  try {
    return await attempt(given);
  } catch (error) {
    if (!isLocked(error) || given !== undefined || !secrets.interactive) throw error;
  }
  output.notice(text("cliSecrets.usePassphrase"));
  const { passphrase } = await secrets.ask({
    passphrase: { message: text("cliSecrets.passphrase"), kind: "known" },
  });
  return attempt(passphrase);
}
