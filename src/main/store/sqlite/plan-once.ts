/** Texts and names in quotes, which may contain a question mark, or a question mark. */
const quotedOrMark = /'[^']*'|"[^"]*"|\?/gu;

/**
 * A statement that SQLite plans once. Where it compares a column with a bound value, or limits by one, it looks at the value
 * while it plans, and then plans the statement anew whenever another value is bound: many times what running it costs.
 * Behind a plus, which changes nothing, it does not look (https://sqlite.org/lang_expr.html#binaryops).
 */
export const planOnce = (text: string): string =>
  text.replaceAll(quotedOrMark, (found) => (found === "?" ? "+?" : found));
