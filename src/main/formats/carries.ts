import { Algorithm, TokenKind } from "#shared/model/records.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Carries, Outgoing, Settings } from "./format.ts";

/** Every authenticator that the console can have. */
export const everything: Carries = {
  kinds: TokenKind.options,
  algorithms: Algorithm.options,
  digits: [6, 8],
  periods: [30, 60],
  keyBytes: { least: 1, most: 1024 },
  owner: false,
  perPerson: null,
};

/**
 * Why an authenticator cannot go into a format: all of it, so that nobody has to try again for the next reason.
 *
 * @param settings of the target; what is not given is as usual
 * @returns an empty list for one that can
 */
export function whyNotCarried(carries: Carries, outgoing: Outgoing, settings: Settings = {}): Text[] {
  const { kind, algorithm, digits, period, seed } = outgoing;
  const { keyBytes } = carries;
  const why: Text[] = [];
  if (!carries.kinds.includes(kind)) why.push(text(kind === "hotp" ? "formats.onlyTotp" : "formats.onlyHotp"));
  if (!carries.algorithms.includes(algorithm)) why.push(text("formats.noAlgorithm", { algorithm }));
  if (!carries.digits.includes(digits)) why.push(text("formats.noDigits", { digits }));
  if (kind === "totp" && !carries.periods.includes(period)) why.push(text("formats.noPeriod", { period }));
  if (seed.length < keyBytes.least) why.push(text("formats.keyTooShort", { least: keyBytes.least }));
  if (seed.length > keyBytes.most) why.push(text("formats.keyTooLong", { most: keyBytes.most }));
  const other = carries.refuses?.(outgoing, settings) ?? null;
  return other === null ? why : [...why, other];
}
