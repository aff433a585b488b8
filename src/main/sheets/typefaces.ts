import { runsLeft, visualWords } from "./bidi.ts";
import { type Font, hasAll, isIgnorable, openFont, type Run } from "./font-engine.ts";
import { fontFiles, lacking } from "./fonts.ts";
import { remember } from "./remember.ts";
import { coverText, fontFor, isCovered, piecesOf } from "./system-fonts.ts";

export type Face = keyof typeof fontFiles;

/** A part of a line in one typeface and one direction. */
export interface Piece {
  text: string;
  /** For `document.font(source, name)`; the same source has the same name. */
  font: { source: ArrayBuffer; name: string };
  /** In points at size 1. */
  width: number;
}

/** One typeface, read once for any number of documents; what it lacks comes from this computer's typefaces. */
export interface Typeface {
  /** Of one line as the PDF sets it, in points. */
  width(text: string, size: number): number;
  /** The text with a mark for each character that no typeface has; line breaks stay, a tab becomes a space. */
  printable(text: string): string;
  /** What a piece is drawn with. */
  fontOf(piece: string): Piece["font"];
  /** A printable line in visual order, from left to right. */
  pieces(line: string): Piece[];
  /** Looks on this computer for typefaces that have what this one lacks. Await it before a text is laid out. */
  cover(text: string): Promise<void>;
  /** Characters of a text that no typeface has, once each. Fonts must have been looked for. */
  missing(text: string): string[];
}

export type Typefaces = Record<Face, Typeface>;

/** How many words' layouts are kept, and how many searched texts: a letter's fixed ones and some more. */
const keptWords = 1000;
const keptTexts = 500;

const advance = (positions: Run["positions"]): number => positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);

/** Laying out a word costs far more than drawing it: the runs are kept up to a bound, over all documents. */
function keepRuns(font: Font): (text: string) => Run & { advanceWidth: number } {
  const runOf = remember(keptWords, (text) => font.layout(text));
  return (text) => {
    const run = runOf(text);
    // The library scales the given positions in place.
    const positions = run.positions.map((position) => ({ ...position }));
    return {
      glyphs: run.glyphs,
      positions,
      get advanceWidth() {
        return advance(positions);
      },
    };
  };
}

/** A typeface with its kept runs. */
interface Setting {
  font: Piece["font"];
  /** Of a word, in points at size 1. */
  width(word: string): number;
}

const settings = new Map<Font, Setting>();

function settingOf(font: Font): Setting {
  const known = settings.get(font);
  if (known) return known;
  const layout = keepRuns(font);
  // The library also accepts a font of its own engine, which its types omit.
  const source = Object.create(font, { layout: { value: layout } }) as ArrayBuffer;
  const width = remember(keptWords, (word) => layout(word).advanceWidth / font.unitsPerEm);
  const setting = { font: { source, name: `typeface ${settings.size}` }, width };
  settings.set(font, setting);
  return setting;
}

/** The library lays text out word by word, each with the space after it. */
const words = (text: string): string[] => text.match(/[^ \t]*[ \t]|[^ \t]+/gu) ?? [];

function typeface(base: Font): Typeface {
  const own = settingOf(base);
  const isOwn = remember(keptTexts, (text) => hasAll(base, text.replaceAll("\n", "")));
  const pieceOf = ({ text, font }: { text: string; font: Font }): Piece => {
    const setting = settingOf(font);
    return { text, font: setting.font, width: words(text).reduce((sum, word) => sum + setting.width(word), 0) };
  };
  const widthOf = (word: string): number =>
    isOwn(word) ? own.width(word) : piecesOf(base, word).reduce((sum, piece) => sum + pieceOf(piece).width, 0);
  const letter = (one: string): string => (isCovered(base, one) ? one : isIgnorable(one) ? "" : lacking);
  // Joiners say how the letters of some scripts are shaped: they stay if a typeface knows the whole word.
  const word = (text: string): string =>
    fontFor(base, text) && !hasAll(base, text) ? text : Array.from(text, letter).join("");
  const visible = remember(keptTexts, (text) =>
    Array.from(text.replaceAll("\t", " "), (one) => (one === "\n" ? one : letter(one))).join(""),
  );
  return {
    width: (text, size) => size * words(text).reduce((sum, each) => sum + widthOf(each), 0),
    printable(text) {
      if (isOwn(text.replaceAll("\t", " "))) return visible(text);
      return text
        .normalize("NFC")
        .replaceAll("\t", " ")
        .replaceAll(/[^ \n]+/gu, word);
    },
    pieces(line) {
      if (isOwn(line) && !runsLeft(line)) return line === "" ? [] : [pieceOf({ text: line, font: base })];
      const ordered = runsLeft(line) ? visualWords(line) : words(line);
      return ordered.flatMap((each) => piecesOf(base, each).map(pieceOf));
    },
    fontOf: (piece) => settingOf(fontFor(base, piece) ?? base).font,
    cover: (text) => coverText(base, text.normalize("NFC")),
    missing: (text) =>
      isOwn(text)
        ? []
        : [...new Set(text.normalize("NFC"))].filter((one) => one.trim() !== "" && letter(one) === lacking),
  };
}

let opened: Promise<Typefaces> | undefined;

async function open(): Promise<Typefaces> {
  const read = async (file: string): Promise<Typeface> => typeface(await openFont(file));
  const { text, heading, code } = fontFiles;
  return { text: await read(text), heading: await read(heading), code: await read(code) };
}

/** The typefaces of the pages; read at the first use and kept. */
export const openTypefaces = (): Promise<Typefaces> => (opened ??= open());
