import type { Text } from "#shared/texts/text.ts";

/** Letters that a message names. */
const mostNamed = 5;

/**
 * Why a name cannot be printed; null when it can.
 *
 * @param missing letters that no typeface has
 * @param what it is printed on, which decides what to do
 */
export function unprintable(missing: Iterable<string>, what: "forLetter" | "forPage"): Text | null {
  const letters = [...new Set(missing)];
  if (letters.length === 0) return null;
  return { key: `fonts.${what}`, facts: { letters: letters.slice(0, mostNamed).join(" ") } };
}
