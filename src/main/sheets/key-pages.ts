import type { Paper } from "#shared/model/policy.ts";
import { say } from "#shared/texts/say.ts";
import { type Text, text } from "#shared/texts/text.ts";
import { type Document, drawPage, type Drawing } from "./draw.ts";
import { lacking } from "./fonts.ts";
import { lineHeight, margin, PageWriter } from "./page-writer.ts";
import { type PaperSize, paperSizes } from "./paper.ts";
import { qrRows } from "./qr.ts";
import { openTypefaces, type Typefaces } from "./typefaces.ts";
import { limited, oneLine, wrap } from "./wrap.ts";

/** An authenticator as its QR code, and what is said beside it. */
export interface KeyCard {
  username: string;
  /** Empty without one. */
  name: string;
  label: string;
  /** As apps show it. */
  issuer: string;
  account: string;
  /** Of a hardware token; empty without one. */
  serial: string;
  parameters: Text;
  /** What the code says. */
  uri: string;
}

/** In points. A code of very many modules is larger, so that a camera tells them apart. */
const leastQr = 142;
const largestQr = 300;
const modulePoints = 1.7;
const qrGap = 26;
const cardGap = 22;

/** What is said beside a code of this size: at most two lines each. */
function writeWords(page: PageWriter, faces: Typefaces, card: KeyCard, size: number): void {
  const x = margin.side + size + qrGap;
  const width = page.paper.width - margin.side - x;
  const lines = (face: "heading" | "text", words: string, points: number, colour?: "grey"): void => {
    if (words === "") return;
    const wrapped = wrap(faces[face], points, page.printable(face, words), width);
    const style = { face, size: points, ...(colour ? { colour } : {}) };
    page.lines(limited(faces[face], points, wrapped, 2, width), style, x);
  };
  lines("heading", card.name, 12);
  lines(card.name === "" ? "heading" : "text", card.username, card.name === "" ? 12 : 11);
  page.space(4);
  lines("text", card.label, 10);
  lines("text", card.account === "" ? card.issuer : `${card.issuer} · ${card.account}`, 9, "grey");
  lines("text", say(card.parameters), 9, "grey");
  if (card.serial === "") return;
  const serial = oneLine(faces.code, page.printable("code", card.serial), width, { size: 10, least: 5 });
  page.lines([serial.text], { face: "code", size: serial.size }, x);
}

/** How a card will be drawn. */
interface Laid {
  rows: string[];
  /** Of the code's side. */
  size: number;
  height: number;
}

function laidOut(faces: Typefaces, card: KeyCard, paper: PaperSize): Laid {
  const rows = qrRows(card.uri);
  const size = Math.min(largestQr, Math.max(leastQr, rows.length * modulePoints));
  const aside = new PageWriter(faces, paper);
  writeWords(aside, faces, card, size);
  return { rows, size, height: Math.max(size, aside.y - margin.top) };
}

function writeHead(page: PageWriter, faces: Typefaces, number: number): void {
  const title = say(text("sheets.keysTitle"));
  const numbered = say(text("sheets.keysPage", { page: number }));
  page.put(numbered, margin.side + page.textWidth - faces.text.width(numbered, 9), page.y, {
    face: "text",
    size: 9,
    colour: "grey",
  });
  page.lines([title], { face: "heading", size: 14 });
  page.lines(wrap(faces.text, 9.5, say(text("sheets.keysSecret")), page.textWidth), { face: "text", size: 9.5 });
  page.space(14);
}

/** One document of pages, each written as soon as the next begins. */
class KeyPages {
  readonly #document: Document;
  readonly #faces: Typefaces;
  readonly #options: KeyPagesOptions;
  #page: PageWriter | null = null;
  #number = 0;
  #username = "";
  #before: Drawing["before"] = new Set();

  constructor(document: Document, faces: Typefaces, options: KeyPagesOptions) {
    this.#document = document;
    this.#faces = faces;
    this.#options = options;
  }

  /** Bytes that are ready; the document must not be asked again once they are all there. */
  *#ready(): Generator<Uint8Array> {
    for (let chunk: unknown; (chunk = this.#document.read()) !== null;) yield chunk as Uint8Array;
  }

  /** Draws what the page has. */
  *#close(): Generator<Uint8Array> {
    const page = this.#page;
    if (!page) return;
    if (page.replaced) {
      const note = say(text("sheets.lacking", { sign: lacking }));
      page.put(note, margin.side, page.paper.height - margin.bottom, { face: "text", size: 8, colour: "grey" });
    }
    this.#document.addPage();
    drawPage({ document: this.#document, faces: this.#faces, logo: null, before: this.#before }, page.marks);
    this.#before = new Set(page.marks.flatMap((mark) => (mark.kind === "text" ? [mark.text] : [])));
    this.#page = null;
    yield* this.#ready();
  }

  #begin(): PageWriter {
    const page = new PageWriter(this.#faces, paperSizes[this.#options.paper]);
    writeHead(page, this.#faces, (this.#number += 1));
    return page;
  }

  async *add(card: KeyCard): AsyncGenerator<Uint8Array> {
    const { heading, text: body, code } = this.#faces;
    await heading.cover(`${card.name} ${card.username}`);
    await body.cover(`${card.username} ${card.label} ${card.issuer} ${card.account}`);
    await code.cover(card.serial);
    const paper = paperSizes[this.#options.paper];
    const one = laidOut(this.#faces, card, paper);
    const another = this.#options.onePerson && card.username !== this.#username;
    const end = paper.height - margin.bottom - lineHeight(9);
    if (this.#page && (another || this.#page.y + one.height > end)) yield* this.#close();
    this.#username = card.username;
    const page = (this.#page ??= this.#begin());
    const top = page.y;
    page.marks.push({ kind: "qr", x: margin.side, y: top, size: one.size, rows: one.rows });
    writeWords(page, this.#faces, card, one.size);
    page.y = top + one.height + cardGap;
  }

  /** A document has a page, even of nobody. */
  async *finish(): AsyncGenerator<Uint8Array> {
    this.#page ??= this.#number === 0 ? this.#begin() : null;
    yield* this.#close();
    this.#document.end();
    yield* this.#document as AsyncIterable<Uint8Array>;
  }
}

export interface KeyPagesOptions {
  paper: Paper;
  /** Whether each person begins a page. */
  onePerson: boolean;
}

/**
 * Pages with a QR code for each authenticator, as PDF, in memory that does not grow with their number: those of a person come
 * one after the other, and no code is on two pages.
 *
 * @throws AppError INVALID_INPUT where something is too long for a QR code
 */
export async function* keyPages(cards: AsyncIterable<KeyCard>, options: KeyPagesOptions): AsyncGenerator<Uint8Array> {
  const faces = await openTypefaces();
  const { default: Pdf } = await import("pdfkit");
  const { width, height } = paperSizes[options.paper];
  const document = new Pdf({
    size: [width, height],
    margin: 0,
    autoFirstPage: false,
    font: "",
    lang: "en",
    displayTitle: true,
    info: { Title: say(text("sheets.keysTitle")), Creator: "Countersign", Producer: "Countersign" },
  });
  const pages = new KeyPages(document, faces, options);
  for await (const card of cards) yield* pages.add(card);
  yield* pages.finish();
}
