import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Font, hasAll, hasLetter, isIgnorable, openFont } from "./font-engine.ts";

const run = promisify(execFile);

/** Where Windows and macOS keep typefaces for many scripts; they have no fontconfig. */
const known: readonly string[] = [
  "C:/Windows/Fonts/Nirmala.ttf",
  "C:/Windows/Fonts/LeelawUI.ttf",
  "C:/Windows/Fonts/malgun.ttf",
  "C:/Windows/Fonts/simhei.ttf",
  "C:/Windows/Fonts/segoeui.ttf",
  "C:/Windows/Fonts/seguisym.ttf",
  "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
  "/Library/Fonts/Arial Unicode.ttf",
];

const clusters = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Milliseconds: a file system that hangs delays no letter for longer. */
const patience = 5000;

/** Typefaces found on this computer so far, in the order in which they are tried. */
const found: Font[] = [];
/** Words that were already looked up. */
const asked = new Set<string>();

/** Looks again for what was not found: a typeface may have been installed since. */
export const askAnew = (): void => asked.clear();

/** Those with outlines: pictures, as in most emoji typefaces, cannot be put into a PDF. */
const drawable = ({ directory }: Font): boolean => {
  const tables = directory?.tables ?? {};
  return "glyf" in tables || "CFF " in tables;
};

async function tryFont(file: string, name: string | undefined, word: string): Promise<boolean> {
  const font = await openFont(file, name || undefined).catch(() => null);
  if (!font || !drawable(font) || !hasAll(font, word)) return false;
  found.push(font);
  return true;
}

/** Asks fontconfig (fc-match) for a typeface with these characters. @returns whether there is one */
async function ask(word: string): Promise<boolean> {
  const points = [...new Set(word)].filter((letter) => !isIgnorable(letter));
  if (points.length === 0) return false;
  const charset = points.map((letter) => (letter.codePointAt(0) ?? 0).toString(16)).join(" ");
  const pattern = `sans:outline=true:color=false:charset=${charset}`;
  const { stdout } = await run("fc-match", ["-f", "%{file}|%{postscriptname}", pattern], { timeout: patience }).catch(
    () => ({ stdout: "" }),
  );
  const [file = "", name] = stdout.split("|");
  if (file !== "" && (await tryFont(file, name, word))) return true;
  for (const other of known) if (await tryFont(other, undefined, word)) return true;
  return false;
}

const partsOf = (word: string): string[] => Array.from(clusters.segment(word), ({ segment }) => segment);

async function coverWord(word: string): Promise<void> {
  if (asked.has(word) || found.some((font) => hasAll(font, word))) return;
  asked.add(word);
  if (await ask(word)) return;
  const parts = partsOf(word);
  if (parts.length > 1) for (const part of parts) await coverWord(part);
}

/** Looks on this computer for typefaces that have what the given one lacks; looks each word up once. */
export async function coverText(base: Font, text: string): Promise<void> {
  if (hasAll(base, text)) return;
  for (const word of text.split(/\s+/u)) if (!hasAll(base, word)) await coverWord(word);
}

/** The typeface for a word: one that has all of it; undefined if none has. */
export const fontFor = (base: Font, word: string): Font | undefined =>
  [base, ...found].find((font) => hasAll(font, word));

/** Whether some typeface has the character. */
export const isCovered = (base: Font, letter: string): boolean =>
  [base, ...found].some((font) => hasLetter(font, letter));

/** A word in pieces of one typeface each. The word must be printable. */
export function piecesOf(base: Font, word: string): { text: string; font: Font }[] {
  const whole = fontFor(base, word);
  if (whole) return [{ text: word, font: whole }];
  const pieces: { text: string; font: Font }[] = [];
  for (const text of partsOf(word)) {
    const font = fontFor(base, text) ?? base;
    const last = pieces.at(-1);
    if (last?.font === font) last.text += text;
    else pieces.push({ text, font });
  }
  return pieces;
}
