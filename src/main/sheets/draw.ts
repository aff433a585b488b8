import type PdfDocument from "pdfkit";
import type { PageMark } from "#shared/contract/letters.ts";
import type { Typefaces } from "./typefaces.ts";

export type Document = InstanceType<typeof PdfDocument>;

/** An opened picture: embedded once a document, however many pages show it. */
export type OpenedLogo = Parameters<Document["image"]>[0];

const rule = 0.75;

/** Adjacent dark modules are one rectangle, and all of them one path with one fill. */
function drawModules(document: Document, { x, y, size, rows }: Extract<PageMark, { kind: "qr" }>): void {
  const side = size / Math.max(1, rows.length);
  document.save().translate(x, y).scale(side);
  rows.forEach((row, at) => {
    for (const { 0: run, index } of row.matchAll(/1+/gu)) document.rect(index, at, run.length, 1);
  });
  document.fill("#000000").restore();
}

/** What the pages of one document share. */
export interface Drawing {
  document: Document;
  faces: Typefaces;
  logo: OpenedLogo | null;
  /** The texts of the previous page: what appears again is worth keeping, a person's name is not. */
  before: ReadonlySet<string>;
}

/**
 * The library caches the layout of each word for good, unless it is asked for features of the typeface, even none: so
 * that words of one page only do not fill the memory. What is already measured need not be measured again.
 */
function drawText({ document, faces, before }: Drawing, mark: Extract<PageMark, { kind: "text" }>): void {
  const { text, x, y, size, face, colour, width } = mark;
  const known = { lineBreak: false, baseline: "alphabetic", textWidth: width, wordCount: 1 } as const;
  const { source, name } = faces[face].fontOf(text);
  document.font(source, name, size).fillColor(colour);
  document.text(text, x, y, before.has(text) ? known : { ...known, features: [] });
}

function drawMark(drawing: Drawing, mark: PageMark): void {
  const { document, logo } = drawing;
  switch (mark.kind) {
    case "text":
      drawText(drawing, mark);
      break;
    case "rect":
      document.rect(mark.x, mark.y, mark.width, mark.height);
      if (mark.filled) document.fill(mark.colour);
      else document.lineWidth(rule).stroke(mark.colour);
      break;
    case "line":
      document.save().lineWidth(rule);
      if (mark.dashed) document.dash(4, { space: 3 });
      document.moveTo(mark.x, mark.y).lineTo(mark.x2, mark.y2).stroke(mark.colour).restore();
      break;
    case "logo":
      if (logo !== null) document.image(logo, mark.x, mark.y, { width: mark.width, height: mark.height });
      break;
    case "qr":
      drawModules(document, mark);
      break;
  }
}

/** Draws one page's marks onto the document's current page. */
export function drawPage(drawing: Drawing, marks: readonly PageMark[]): void {
  for (const mark of marks) drawMark(drawing, mark);
}
