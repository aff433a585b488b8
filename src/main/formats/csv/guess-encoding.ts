import type { Encoding } from "#shared/contract/exchange.ts";
import { alphabets, type SingleByte } from "./alphabets.ts";

/** So many different words are enough; each is tried with every alphabet. */
const mostWords = 2000;
const longestWord = 40;

const isLetterOfAscii = (byte: number): boolean => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);

/** Different words with a byte beyond ASCII. */
export function wordsIn(chunk: Uint8Array, words: Map<string, Uint8Array>): void {
  let start = -1;
  let beyond = false;
  for (let at = 0; at <= chunk.length && words.size < mostWords; at += 1) {
    const byte = chunk[at] ?? 0;
    if (byte >= 0x80 || isLetterOfAscii(byte)) {
      if (start < 0) start = at;
      beyond ||= byte >= 0x80;
      continue;
    }
    if (start >= 0 && beyond && at - start <= longestWord) {
      const word = chunk.subarray(start, at);
      words.set(Buffer.from(word).toString("latin1"), Uint8Array.from(word));
    }
    start = -1;
    beyond = false;
  }
}

/** A name is written with capitals at its beginning, or throughout; `McÄrthur` has one within. */
function isSpelt(word: string): boolean {
  const turns = word.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0;
  return turns === 0 || (turns === 1 && /^\p{Lu}\p{Ll}{1,2}\p{Lu}/u.test(word));
}

/** Words of letters alone cannot do without vowels, and have not only them. */
function canBeSaid(letters: string, vowels: string): boolean {
  const share = [...letters].filter((letter) => vowels.includes(letter)).length / letters.length;
  return letters.length < 3 || (share >= 0.2 && share <= 0.8);
}

/** Sigma has another form at the end of a word. */
const hasSigmaRight = (word: string): boolean => !/ς\p{L}/u.test(word);

/** How well words fit a code page: the share that some of its languages spells, and that the best of them does. */
function fit(encoding: SingleByte, words: readonly Uint8Array[]): number {
  const decoder = new TextDecoder(encoding);
  const languages = alphabets[encoding].map(({ letters, vowels }) => ({ letters: new Set(letters), vowels, fits: 0 }));
  let any = 0;
  for (const bytes of words) {
    const word = decoder.decode(bytes);
    const small = word.toLowerCase().replaceAll("i̇", "i");
    const beyond = [...small].filter((letter) => letter > "\u007F");
    if (!/^\p{L}+$/u.test(word) || !isSpelt(word) || !hasSigmaRight(word)) continue;
    let fitted = false;
    for (const language of languages) {
      if (!beyond.every((letter) => language.letters.has(letter))) continue;
      if (language.vowels !== undefined && (beyond.length < small.length || !canBeSaid(small, language.vowels)))
        continue;
      language.fits += 1;
      fitted = true;
    }
    if (fitted) any += 1;
  }
  const best = Math.max(...languages.map(({ fits }) => fits));
  return (2 * any + best) / (3 * words.length);
}

type DoubleByte = Extract<Encoding, "shift_jis" | "gbk" | "big5" | "euc-kr">;

interface DoubleForm {
  isLead: (byte: number) => boolean;
  isTrail: (byte: number) => boolean;
  /** Whether a pair is of the rows in which the usual characters are. */
  isUsual: (lead: number, trail: number) => boolean;
}

const between = (low: number, high: number) => (byte: number) => byte >= low && byte <= high;

/** EUC-KR stands before GBK: all common hangul are also Chinese characters there, but hardly the other way round. */
const forms: Readonly<Record<DoubleByte, DoubleForm>> = {
  // KS X 1001: hangul in rows 16 to 40.
  "euc-kr": {
    isLead: between(0x81, 0xfe),
    isTrail: between(0x41, 0xfe),
    isUsual: (lead, trail) => lead >= 0xb0 && lead <= 0xc8 && trail >= 0xa1,
  },
  // GB 2312: the characters of the first level in rows 16 to 55; full-width forms in row 3.
  gbk: {
    isLead: between(0x81, 0xfe),
    isTrail: (byte) => byte >= 0x40 && byte !== 0x7f && byte <= 0xfe,
    isUsual: (lead, trail) => trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || lead === 0xa3),
  },
  // Big5: the frequently used characters.
  big5: {
    isLead: between(0x81, 0xfe),
    isTrail: (byte) => (byte >= 0x40 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xfe),
    isUsual: (lead) => lead >= 0xa4 && lead <= 0xc6,
  },
  // JIS X 0208: kana in rows 4 and 5, the characters of the first level in rows 16 to 47.
  shift_jis: {
    isLead: (byte) => (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc),
    isTrail: (byte) => byte >= 0x40 && byte !== 0x7f && byte <= 0xfc,
    isUsual: (lead, trail) => (lead >= 0x88 && lead <= 0x97) || lead === 0x83 || (lead === 0x82 && trail >= 0x4f),
  },
};

/** The share of usual characters; 0 if a byte has no partner. Begins and ends at ends of lines. */
function usualShare({ isLead, isTrail, isUsual }: DoubleForm, chunk: Uint8Array): number {
  let [usual, all] = [0, 0];
  for (let at = 0; at < chunk.length; at += 1) {
    const lead = chunk[at] ?? 0;
    if (lead < 0x80) continue;
    const trail = chunk[at + 1] ?? 0;
    if (!isLead(lead) || !isTrail(trail)) return 0;
    if (isUsual(lead, trail)) usual += 1;
    all += 1;
    at += 1;
  }
  return all === 0 ? 0 : usual / all;
}

/** No language spells so few of its words. */
const leastFit = 0.4;
/** Rare characters are in every table of names. */
const leastUsual = 0.6;

/**
 * Which encoding a table that is not Unicode is probably in: by which its words are words of a language, or its pairs of
 * bytes are the usual characters of one. Nobody can be sure of that: whoever imports it can choose another.
 *
 * @param words different words with bytes beyond ASCII
 * @param lines whole lines with bytes beyond ASCII
 */
export function guessEncoding(words: readonly Uint8Array[], lines: Uint8Array): Encoding {
  let found: { encoding: Encoding; score: number } = { encoding: "windows-1252", score: leastFit };
  for (const encoding of Object.keys(alphabets) as SingleByte[]) {
    const score = words.length === 0 ? 0 : fit(encoding, words);
    if (score > found.score) found = { encoding, score };
  }
  for (const encoding of Object.keys(forms) as DoubleByte[]) {
    const score = usualShare(forms[encoding], lines);
    if (score >= leastUsual && score > found.score) found = { encoding, score };
  }
  return found.encoding;
}
