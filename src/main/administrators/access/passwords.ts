import { hash, verify } from "@node-rs/argon2";
import { AppError } from "#shared/errors.ts";
import { sentences, text } from "#shared/texts/text.ts";
import { owaspCost, requirePhcWithinBounds } from "../../keys/argon2-cost.ts";
import { judgePassword } from "./strength.ts";

/** PHC string of Argon2id; runs off the main thread. */
export const hashPassword = (password: string, cost = owaspCost): Promise<string> => hash(password, cost);

let nobody: Promise<string> | undefined;

/**
 * Checks a password. Without an account it spends the same time on a dummy hash, so that the time does not reveal
 * whether a name exists.
 *
 * @throws AppError COST_REFUSED for a hash that is damaged or asks for more work than the console allows, before it is
 * spent
 */
export async function passwordFits(phc: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword("nobody has this password");
  const known = phc ?? (await nobody);
  requirePhcWithinBounds(known);
  return (await verify(known, password)) && phc !== null;
}

/**
 * Refuses a chosen password that would be guessed early (NIST SP 800-63B-4 3.1.1.2).
 *
 * @param inputs words that are guessed first: the name, the organisation
 * @param field of the form that it was typed into
 * @throws AppError PASSWORD_REFUSED
 */
export async function requireGoodPassword(password: string, inputs: string[], field = "password"): Promise<void> {
  const strength = await judgePassword(password, inputs);
  if (strength.acceptable) return;
  const why = strength.warning ?? text("passwords.tooEasy");
  throw new AppError("PASSWORD_REFUSED", {
    text: sentences(text("passwords.chooseAnother"), why),
    fields: { [field]: why },
  });
}
