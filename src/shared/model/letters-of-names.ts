/**
 * Which letters a name may be written with: no invisible ones, and none that make it look like another name (UTS 39,
 * UTS 55). People who hand out second factors rely on names.
 */

/** What is worked out when it is first asked for: a pattern over tables of Unicode takes a while, and few names need it. */
function later<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Scripts in which joiners change how a word reads: they belong to names there. */
const joining = [
  "Arabic",
  "Syriac",
  "Mongolian",
  "Nko",
  "Devanagari",
  "Bengali",
  "Gurmukhi",
  "Gujarati",
  "Oriya",
  "Tamil",
  "Telugu",
  "Kannada",
  "Malayalam",
  "Sinhala",
  "Khmer",
  "Tibetan",
  "Myanmar",
];
const joiningLetter = `[${joining.map((script) => `\\p{Script=${script}}`).join("")}]`;

/** Invisible marks where their script needs them: joiners, variants of letters and of emoji. */
const needed = later(
  () =>
    new RegExp(
      [
        `(?<=${joiningLetter})[\\u200C\\u200D](?=${joiningLetter})`,
        "(?<=\\p{Script=Mongolian})[\\u180B-\\u180D\\u180F]",
        "(?<=\\p{Script=Han})[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]",
        "(?<=\\p{Emoji})\\uFE0F",
        "(?<=\\p{Extended_Pictographic}\\uFE0F?\\p{Emoji_Modifier}?)\\u200D(?=\\p{Extended_Pictographic})",
      ].join("|"),
      "gu",
    ),
);

/** What leaves no trace on paper, or a space where a letter should be: Hangul fillers, the empty Braille cell. */
const traceless = /[\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether a text contains something that is invisible and changes nothing visible. */
export const hasInvisible = (text: string): boolean =>
  traceless.test(text) && traceless.test(text.replaceAll(needed(), ""));

/** More marks on one letter than any script has (UTS 39 section 5.4): they cover the lines above and below. */
export const hasTooManyMarks = (text: string): boolean => /\p{Mn}{5}/u.test(text.normalize("NFD"));

/** Scripts of names. Scripts on the same line may be mixed in one word (UTS 39 section 5.2, highly restrictive). */
const together: readonly (readonly string[])[] = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
  ...["Cyrillic", "Greek", "Armenian", "Georgian", "Hebrew", "Cherokee", "Coptic", "Deseret", "Thai", "Lao"].map(
    (script) => [script],
  ),
  ...["Ethiopic", "Lisu", "Tifinagh", "Vai", "Canadian_Aboriginal"].map((script) => [script]),
  ...joining.map((script) => [script]),
];

const writtenIn = later(() =>
  together.map(
    (scripts) =>
      new RegExp(
        `^[${scripts.map((script) => `\\p{Script_Extensions=${script}}`).join("")}\\p{Script=Common}\\p{Script=Inherited}\\P{L}]*$`,
        "u",
      ),
  ),
);
const known = later(
  () =>
    new RegExp(
      `[${together
        .flat()
        .map((script) => `\\p{Script=${script}}`)
        .join("")}]`,
      "u",
    ),
);

function isMixed(word: string): boolean {
  const letters = word.normalize("NFKC");
  return known().test(letters) && !writtenIn().some((script) => script.test(letters));
}

/** Whether a word mixes scripts that do not belong together, such as a Cyrillic а among Latin letters. */
export const mixesScripts = (text: string): boolean =>
  /[^\0-\x7F]/u.test(text) && text.split(/[^\p{L}\p{M}]+/u).some(isMixed);
