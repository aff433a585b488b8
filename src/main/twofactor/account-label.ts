import type { TokenRow } from "../store/schema.ts";

type Labelled = Pick<TokenRow, "id" | "label" | "status">;

/**
 * The label, with a number if others of the same holder have or had that label: their codes may still be in the app.
 */
function distinct(token: Pick<TokenRow, "id" | "label">, own: readonly Labelled[]): string {
  const before = own.filter(({ id, label }) => id !== token.id && label === token.label).length;
  return before === 0 ? token.label : `${token.label} ${before + 1}`;
}

const hasOthers = (token: Pick<TokenRow, "id">, own: readonly Labelled[]): boolean =>
  own.some(({ id, status }) => id !== token.id && status !== "revoked");

/**
 * The account name that an authenticator app shows and stores a key under: some apps silently replace a key by another
 * one with the same issuer and account. A person's only authenticator has the username alone.
 *
 * @param own all authenticators of the person; this one may be among them
 */
export const personAccount = (
  username: string,
  token: Pick<TokenRow, "id" | "label">,
  own: readonly Labelled[],
): string => (hasOthers(token, own) ? `${username} (${distinct(token, own)})` : username);

/** As `personAccount`, for signing in to this console: never the account of a person with the same name. */
export const administratorAccount = (
  name: string,
  token: Pick<TokenRow, "id" | "label">,
  own: readonly Labelled[],
): string => `${name} (${hasOthers(token, own) ? `administrator, ${distinct(token, own)}` : "administrator"})`;
