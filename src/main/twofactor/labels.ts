import type { TokenRow } from "../store/migrations/schema.ts";

const month = new Intl.DateTimeFormat("en", { month: "long", year: "numeric" });

/** `Phone, November 2026`: an authenticator's default label. @param at UTC milliseconds */
export const phoneLabel = (at: number): string => `Phone, ${month.format(at)}`;

/** A hardware token's default label, where it has no model. */
export const deviceLabel = "Hardware token";

/** Also as older versions named them. */
const unnamed = /^(?:Authenticator|Phone, \p{L}+ \d{4})(?: \d+)?$/u;

type Labelled = Pick<TokenRow, "label">;

/** A label that none of the person's own authenticators has: with a number if it is taken. */
export function ownLabel(own: readonly Labelled[], base: string): string {
  const taken = new Set(own.map(({ label }) => label));
  for (let number = 1; ; number += 1) {
    const label = number === 1 ? base : `${base} ${number}`;
    if (!taken.has(label)) return label;
  }
}

/**
 * The label of a new phone. It keeps one that somebody gave to the authenticator that it replaces.
 *
 * @param own all of the holder's
 * @param now UTC milliseconds
 */
export function newPhoneLabel(own: readonly Labelled[], replaced: Labelled | null | undefined, now: number): string {
  if (replaced && !unnamed.test(replaced.label)) return replaced.label;
  return ownLabel(own, phoneLabel(now));
}
