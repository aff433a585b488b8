import type PdfDocument from "pdfkit";
import type { Sheet } from "#shared/contract/files.ts";
import type { Paper } from "#shared/model/policy.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { fontFiles, lacking } from "./fonts.ts";
import { paperSizes } from "./paper.ts";
import { AppError } from "#shared/errors.ts";
import { askAnew } from "./system-fonts.ts";
import { openTypefaces, type Typeface } from "./typefaces.ts";
import { unprintable } from "./unprintable.ts";
import { wrap } from "./wrap.ts";

type Document = InstanceType<typeof PdfDocument>;

/** In points (1/72 inch). */
const margin = 64;
const leading = 1.25;
const codeSize = 18;
const codeLeading = 32;
/** Codes of at most this many characters are printed in two columns. */
const longestInColumns = 18;

const when = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** One paragraph in the typefaces that have its characters, each line in visual order. */
function writeText(document: Document, face: Typeface, words: string, size: number): void {
  const width = document.page.width - 2 * margin;
  document.fontSize(size);
  for (const line of wrap(face, size, words, width)) {
    const top = document.y;
    let x = margin;
    for (const piece of face.pieces(line)) {
      const { source, name } = piece.font;
      document.font(source, name, size).text(piece.text, x, top, { lineBreak: false });
      x += piece.width * size;
    }
    document.x = margin;
    document.y = top + size * leading;
  }
}

/** @throws AppError INVALID_INPUT where no typeface has the letters of whom the page belongs to */
async function faceFor({ organisation, subject }: Sheet): Promise<Typeface> {
  const { text: face } = await openTypefaces();
  askAnew();
  await face.cover(`${organisation} ${subject}`);
  const why = unprintable(face.missing(subject), "forPage");
  if (why !== null) throw new AppError("INVALID_INPUT", { text: why, fields: { "sheet.subject": why } });
  return face;
}

/**
 * One page for the printer with what must be written down: whose it is, since when, what it is for, and the codes in
 * large type. As PDF; the same bytes for the same sheet and time.
 *
 * @param at when the codes were made, UTC milliseconds
 * @throws AppError INVALID_INPUT where no typeface has the letters of whom the page belongs to
 */
export async function renderSheet(sheet: Sheet, at: number, paper: Paper = "A4"): Promise<Buffer> {
  const face = await faceFor(sheet);
  const { default: Pdf } = await import("pdfkit");
  const title = say(text(`sheetTitles.${sheet.kind}`));
  const document = new Pdf({
    size: [paperSizes[paper].width, paperSizes[paper].height],
    margin,
    font: fontFiles.text,
    lang: "en",
    displayTitle: true,
    // The library would put the current time here.
    info: { Title: title, Creator: "Countersign", Producer: "Countersign", CreationDate: new Date(at) },
  });
  const chunks: Buffer[] = [];
  document.on("data", (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve, reject) => document.on("end", resolve).on("error", reject));

  writeHead(document, face, sheet, at);
  for (const paragraph of say(text(`sheetInstructions.${sheet.kind}`)).split("\n\n")) {
    document.font(fontFiles.text).fontSize(11).text(paragraph, { lineGap: 3 }).moveDown(0.6);
  }
  writeCodes(document, sheet.secrets);
  document.end();
  await finished;
  return Buffer.concat(chunks);
}

function writeHead(document: Document, face: Typeface, sheet: Sheet, at: number): void {
  const organisation = face.printable(sheet.organisation);
  document.fillColor("#444");
  if (organisation !== "") {
    writeText(document, face, organisation, 11);
    document.moveDown(0.4);
  }
  document
    .font(fontFiles.heading)
    .fontSize(24)
    .fillColor("black")
    .text(say(text(`sheetTitles.${sheet.kind}`)))
    .moveDown(0.3);
  writeText(document, face, face.printable(sheet.subject), 14);
  document.font(fontFiles.text).fontSize(11).moveDown(0.2).fillColor("#444");
  document.text(say(text("sheets.made", { at: when.format(at) })));
  if (organisation.includes(lacking) && !sheet.organisation.includes(lacking)) {
    document.fontSize(9).text(say(text("sheets.lacking", { sign: lacking })));
  }
  document.fillColor("black").moveDown(1.2);
}

/** Down the first column, then down the second, so that they are read as on the screen. */
function writeCodes(document: Document, codes: readonly string[]): void {
  const { width, height } = document.page;
  const columns = codes.length > 1 && codes.every((code) => code.length <= longestInColumns) ? 2 : 1;
  const columnWidth = (width - 2 * margin) / columns;
  document.font(fontFiles.code).fontSize(codeSize).moveDown(0.5);

  let written = 0;
  while (written < codes.length) {
    if (document.y + codeLeading > height - margin) document.addPage();
    const top = document.y;
    const room = Math.floor((height - margin - top) / codeLeading);
    const rows = Math.min(room, Math.ceil((codes.length - written) / columns));
    const onPage = codes.slice(written, written + rows * columns);
    let bottom = top;
    onPage.forEach((code, n) => {
      const x = margin + Math.floor(n / rows) * columnWidth;
      const y = columns === 1 ? bottom : top + (n % rows) * codeLeading;
      document.text(code, x, y, { width: columnWidth });
      bottom = Math.max(bottom, columns === 1 ? document.y + codeLeading - codeSize : y + codeLeading);
    });
    document.x = margin;
    document.y = bottom;
    written += onPage.length;
  }
}
