import createBidi from "bidi-js";

const bidi = createBidi();

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Whether a line has words that run from right to left. */
export const runsLeft = (text: string): boolean => rightToLeft.test(text);

interface Word {
  text: string;
  level: number;
  blank: boolean;
}

/** A word or a space each; each has one level (UAX 9). */
function wordsOf(line: string): Word[] {
  const { levels } = bidi.getEmbeddingLevels(line);
  const words: Word[] = [];
  let last: Word | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const [text, level] = [line[at] ?? "", levels[at] ?? 0];
    const blank = text === " ";
    if (last && last.level === level && last.blank === blank) last.text += text;
    else words.push((last = { text, level, blank }));
  }
  return words;
}

const mirrored = (text: string): string =>
  Array.from(text, (letter) => bidi.getMirroredCharacter(letter) ?? letter).join("");

/** The font engine reverses the letters of right-to-left scripts, and no others. */
function shown({ text, level }: Word): string {
  if (level % 2 === 0) return text;
  const turned = mirrored(text);
  return runsLeft(text) ? turned : Array.from(turned).toReversed().join("");
}

/** The words of a line in visual order, from left to right (UAX 9, rule L2), spaces included. */
export function visualWords(line: string): string[] {
  const words = wordsOf(line);
  const highest = Math.max(0, ...words.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1) {
    for (let from = 0; from < words.length; from += 1) {
      let to = from;
      while (to < words.length && (words[to]?.level ?? 0) >= level) to += 1;
      if (to === from) continue;
      words.splice(from, to - from, ...words.slice(from, to).toReversed());
      from = to;
    }
  }
  return words.map(shown);
}
