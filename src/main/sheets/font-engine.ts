/** A piece of text as the PDF library's font engine lays it out, in units of the typeface. */
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

/** The library keeps the current typeface to itself. */
type WithFont = Record<"_font", { font: Font }>;

const collection = /\.(?:ttc|otc)$/iu;

/** @param name PostScript name: which typeface of a collection is meant */
export async function openFont(file: string, name?: string): Promise<Font> {
  const { default: Pdf } = await import("pdfkit");
  const document = new Pdf({ font: "", autoFirstPage: false });
  if (name !== undefined && collection.test(file)) document.font(file, name);
  else document.font(file);
  return (document as unknown as WithFont)["_font"].font;
}

const ignorable = /\p{Default_Ignorable_Code_Point}/u;

/** Whether a character shows nothing, whatever the typeface: a joiner, for example. */
export const isIgnorable = (letter: string): boolean => ignorable.test(letter);

export const hasLetter = (font: Font, letter: string): boolean => font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);

/** Whether a typeface has every character that shows. */
export const hasAll = (font: Font, text: string): boolean =>
  Array.from(text).every((letter) => hasLetter(font, letter) || isIgnorable(letter));
