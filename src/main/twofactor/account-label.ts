import type { TokenRow } from "../store/migrations/schema.ts";

type Labelled = Pick<TokenRow, "id" | "label" | "status">;

/** A colon separates issuer and account in a key URI: neither may contain one. */
const withoutColons = (label: string): string => label.replaceAll(/\s*:\s*/gu, " - ").trim();

/**
 * The label as no other of the same holder is or was shown, with a number if need be: their keys may still be in the
 * app.
 */
function distinct(token: Pick<TokenRow, "id" | "label">, own: readonly Labelled[]): string {
  const taken = new Set<string>();
  const take = (label: string): string => {
    for (let number = 1; ; number += 1) {
      const shown = number === 1 ? label : `${label} ${number}`;
      if (taken.has(shown)) continue;
      taken.add(shown);
      return shown;
    }
  };
  const others = own.filter(({ id }) => id !== token.id).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const { label } of others) take(withoutColons(label));
  return take(withoutColons(token.label));
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
