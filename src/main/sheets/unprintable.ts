/** Letters that a message names. */
const mostNamed = 5;

/**
 * Why a name cannot be printed; null when it can.
 *
 * @param missing letters that no typeface has
 * @param remedy what to do, as the end of the sentence "Install one that can…"
 */
export function unprintable(missing: Iterable<string>, remedy: string): string | null {
  const letters = [...new Set(missing)];
  if (letters.length === 0) return null;
  return `No font on this computer can print ${letters.slice(0, mostNamed).join(" ")}. Install one that can${remedy}.`;
}
