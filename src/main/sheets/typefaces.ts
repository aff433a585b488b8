import type PdfDocument from "pdfkit";
import { fontFiles, lacking } from "./fonts.ts";
import { remember } from "./remember.ts";

export type Face = keyof typeof fontFiles;

/** One typeface, read once for any number of documents. */
export interface Typeface {
  /** For `document.font(source, face)`. */
  readonly source: ArrayBuffer;
  /** Of one line as the PDF sets it, in points. */
  width(text: string, size: number): number;
  /** The text with a mark for each letter that the typeface lacks; line breaks stay, a tab is a blank. */
  printable(text: string): string;
}

export type Typefaces = Record<Face, Typeface>;

/** What the library's font engine makes of a piece of text, in units of the typeface. */
interface Run {
  glyphs: readonly { advanceWidth: number }[];
  positions: readonly Record<"xAdvance", number>[];
}

interface Font {
  unitsPerEm: number;
  hasGlyphForCodePoint(point: number): boolean;
  layout(text: string, features?: unknown): Run;
}

/** Words whose setting is kept, and texts that were looked through: a letter's fixed ones and then some. */
const keptWords = 1000;
const keptTexts = 500;

const advance = (positions: Run["positions"]): number => positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);

/** Setting a word costs far more than drawing it: the runs are kept up to a bound, over all documents. */
function keepRuns(font: Font): (text: string) => Run & { advanceWidth: number } {
  const runOf = remember(keptWords, (text) => font.layout(text));
  return (text) => {
    const run = runOf(text);
    // The library scales the positions that it is given in place.
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

/** The library sets text word by word, each with the blank after it. */
const words = (text: string): string[] => text.match(/[^ \t]*[ \t]|[^ \t]+/gu) ?? [];

const ignorable = /\p{Default_Ignorable_Code_Point}/u;

function typeface(font: Font): Typeface {
  const layout = keepRuns(font);
  const widthOf = remember(keptWords, (word) => layout(word).advanceWidth / font.unitsPerEm);
  const printable = (letter: string): string => {
    if (letter === "\n" || font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)) return letter;
    return ignorable.test(letter) ? "" : lacking;
  };
  return {
    // The library takes a font of its own engine too, which its types do not say.
    source: Object.create(font, { layout: { value: layout } }) as ArrayBuffer,
    width: (text, size) => size * words(text).reduce((sum, word) => sum + widthOf(word), 0),
    printable: remember(keptTexts, (text) => Array.from(text.replaceAll("\t", " "), printable).join("")),
  };
}

let opened: Promise<Typefaces> | undefined;

/** The library keeps the typeface that is set now to itself. */
type WithFont = Record<"_font", { font: Font }>;

async function open(): Promise<Typefaces> {
  const { default: Pdf } = await import("pdfkit");
  const read = (file: string): Typeface => {
    const document: InstanceType<typeof PdfDocument> = new Pdf({ font: file, autoFirstPage: false });
    return typeface((document as unknown as WithFont)["_font"].font);
  };
  return { text: read(fontFiles.text), heading: read(fontFiles.heading), code: read(fontFiles.code) };
}

/** The typefaces of the pages; read at the first use and kept. */
export const openTypefaces = (): Promise<Typefaces> => (opened ??= open());
