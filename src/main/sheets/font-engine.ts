/** What the PDF library's font engine makes of a piece of text, in units of the typeface. */
export interface Run {
  glyphs: readonly { advanceWidth: number }[];
  positions: readonly Record<"xAdvance", number>[];
}

/** A typeface as the PDF library's font engine opens it: it chooses and places the glyphs of each script (OpenType). */
export interface Font {
  unitsPerEm: number;
  hasGlyphForCodePoint(point: number): boolean;
  layout(text: string, features?: unknown): Run;
  /** Of an OpenType file. */
  directory?: { tables?: Record<string, unknown> };
}

/** The library keeps the typeface that is set now to itself. */
type WithFont = Record<"_font", { font: Font }>;

const collection = /\.(?:ttc|otc)$/iu;

/** @param name PostScript name: says which one of a collection of several is meant */
export async function openFont(file: string, name?: string): Promise<Font> {
  const { default: Pdf } = await import("pdfkit");
  const document = new Pdf({ font: "", autoFirstPage: false });
  if (name !== undefined && collection.test(file)) document.font(file, name);
  else document.font(file);
  return (document as unknown as WithFont)["_font"].font;
}

const ignorable = /\p{Default_Ignorable_Code_Point}/u;

/** Whether a letter shows nothing, whatever the typeface: a joiner, for example. */
export const isIgnorable = (letter: string): boolean => ignorable.test(letter);

export const hasLetter = (font: Font, letter: string): boolean => font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);

/** Whether a typeface has every letter that shows. */
export const hasAll = (font: Font, text: string): boolean =>
  Array.from(text).every((letter) => hasLetter(font, letter) || isIgnorable(letter));
