import type { TokenRow } from "../store/schema.ts";

const month = new Intl.DateTimeFormat("en", { month: "long", year: "numeric" });

/** `Phone, November 2026`: what an authenticator is called where nobody says otherwise. @param at UTC milliseconds */
export const phoneLabel = (at: number): string => `Phone, ${month.format(at)}`;

/** Also as older versions named them. */
const unnamed = /^(?:Authenticator|Phone, \p{L}+ \d{4})(?: \d+)?$/u;

type Labelled = Pick<TokenRow, "label">;

/** A name that none of a person's own authenticators has: with a number where it is taken. */
export function ownLabel(own: readonly Labelled[], base: string): string {
  const taken = new Set(own.map(({ label }) => label));
  for (let number = 1; ; number += 1) {
    const label = number === 1 ? base : `${base} ${number}`;
    if (!taken.has(label)) return label;
  }
}

/**
 * The name of a new phone. It keeps the one that somebody gave to the authenticator that it replaces.
 *
 * @param own all of the holder's
 * @param now UTC milliseconds
 */
export function newPhoneLabel(own: readonly Labelled[], replaced: Labelled | null | undefined, now: number): string {
  if (replaced && !unnamed.test(replaced.label)) return replaced.label;
  return ownLabel(own, phoneLabel(now));
}
