import { AppError } from "#shared/errors.ts";
import type { Context } from "./context.ts";

/** Without a passphrase the password is tried in its place; where it opens nothing, the keys stay locked. */
const isLocked = (error: unknown): boolean =>
  error instanceof AppError &&
  // Where only one owner's password opens the keys, there is no passphrase to ask for.
  ((error.code === "VAULT_LOCKED" && error.details?.["opener"] === undefined) || error.code === "UNLOCK_REFUSED");

/**
 * Calls what may need the passphrase to open the keys. In a terminal it is asked for only when
 * the keys turn out to be locked.
 * @param given the passphrase, if it was handed over already
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
  output.notice("This computer's keychain does not open the console's keys; the passphrase does.");
  const { passphrase } = await secrets.ask({
    passphrase: { message: "Passphrase", kind: "known" },
  });
  return attempt(passphrase);
}
