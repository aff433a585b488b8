/**
 * What makes a terminal, a log or a reader see something else than what is there: control characters (C0, DEL, C1, and
 * with them every escape sequence), bidirectional controls (UAX #9), line and paragraph separators, and characters that
 * show nothing (Unicode's Default_Ignorable_Code_Point). Joiners stay: Persian names and emoji are written with them.
 */
const deceiving =
  /[\p{Cc}\p{Zl}\p{Zp}\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/gu;

/** A text from elsewhere, on one line and without anything deceiving. */
export const harmless = (text: string): string => text.replaceAll(deceiving, "\uFFFD");

const asEscape = (found: string): string =>
  Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");

/** Exactly this value as JSON, with escapes for whatever a terminal or a reader would not show as it is. */
export const harmlessJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}\u{E0000}-\u{E0FFF}]/gu, asEscape);
