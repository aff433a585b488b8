import type { PageMark } from "#shared/contract/letters.ts";
import { lacking } from "./fonts.ts";
import type { PaperSize } from "./paper.ts";
import type { Face, Typefaces } from "./typefaces.ts";

export const margin = { side: 57, top: 48, bottom: 40 } as const;

export const black = "#000000";
const grey = "#444444";

export interface TextStyle {
  face: Face;
  size: number;
  colour?: "black" | "grey";
}

/** Baseline below the top of a line, and the height of a line, in the size of the type. */
const ascent = 0.95;
const leading = 1.4;

export const lineHeight = (size: number): number => size * leading;

/** Collects the marks of one page from its top to its bottom. */
export class PageWriter {
  readonly marks: PageMark[] = [];
  readonly #faces: Typefaces;
  readonly paper: PaperSize;
  /** Between the margins, in points. */
  readonly textWidth: number;
  /** Where the next line begins. */
  y: number = margin.top;
  /** Whether a character was replaced because its typeface lacks it. */
  replaced = false;

  constructor(faces: Typefaces, paper: PaperSize) {
    this.#faces = faces;
    this.paper = paper;
    this.textWidth = paper.width - 2 * margin.side;
  }

  /** The text in characters that the typeface has. */
  printable(face: Face, text: string): string {
    const shown = this.#faces[face].printable(text);
    if (shown.includes(lacking) && !text.includes(lacking)) this.replaced = true;
    return shown;
  }

  /** One line at (x, top); `y` stays. The text must be printable. @returns its width */
  put(text: string, x: number, top: number, { face, size, colour }: TextStyle): number {
    let left = x;
    for (const piece of this.#faces[face].pieces(text)) {
      const width = piece.width * size;
      const mark = { kind: "text", x: left, y: top + size * ascent, text: piece.text, size, width, face } as const;
      if (piece.text.trim() !== "") this.marks.push({ ...mark, colour: colour === "grey" ? grey : black });
      left += width;
    }
    return left - x;
  }

  /** Lines under each other from `y` on. */
  lines(texts: readonly string[], style: TextStyle, x: number = margin.side): void {
    for (const text of texts) {
      this.put(text, x, this.y, style);
      this.y += lineHeight(style.size);
    }
  }

  space(points: number): void {
    this.y += points;
  }
}
