import type { PageMark } from "#shared/contract/letters.ts";
import { lacking } from "../../sheets/fonts.ts";
import type { Face, Typefaces } from "../../sheets/typefaces.ts";
import { defaultParameters } from "../../twofactor/totp.ts";
import { fillIn, type LetterFacts, type LetterStyle } from "./facts.ts";
import { lineHeight, margin, PageWriter } from "../../sheets/page-writer.ts";
import { slipHeight, writeSlip } from "./slip.ts";
import { limited, oneLine, wrap } from "../../sheets/wrap.ts";

/** 50 mm; a code of very many modules gets larger ones. */
const leastQr = 142;
const largestQr = 212;
const modulePoints = 1.2;
/** The quiet zone of four modules (ISO/IEC 18004 6.3.8) is white anyway; this is wider at any size. */
const qrGap = 26;
const logoBox = { width: 150, height: 48 };

/** The text shrinks until all of it fits on the page; beyond that its end is cut off. */
const scales = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7] as const;
const bodySize = 10.5;

/** The owner's texts in lines at one scale, and how many of them fit. */
interface Limits {
  introduction: number;
  closing: number;
}

interface Letter {
  faces: Typefaces;
  style: LetterStyle;
  facts: LetterFacts;
}

function writeHead(page: PageWriter, { faces, style, facts }: Letter): void {
  const { logo } = style;
  const height = logo ? Math.min(logoBox.height, (logoBox.width / logo.width) * logo.height) : 0;
  const width = logo ? (height / logo.height) * logo.width : 0;
  if (logo) {
    page.marks.push({ kind: "logo", x: page.paper.width - margin.side - width, y: page.y, width, height });
  }
  const room = page.textWidth - (logo ? width + 16 : 0);
  const organisation = page.printable("text", facts.organisation);
  const line = oneLine(faces.text, organisation, room, { size: 11, least: 7 });
  page.put(line.text, margin.side, page.y, { face: "text", size: line.size, colour: "grey" });
  page.space(Math.max(height, lineHeight(11)) + 14);
}

/** At most two lines. */
function writeTitle(page: PageWriter, { faces, style, facts }: Letter): void {
  const title = page.printable("heading", fillIn(style.title, facts) || style.words.title);
  let size = 20;
  while (size > 13 && wrap(faces.heading, size, title, page.textWidth).length > 2) size -= 1;
  const lines = limited(faces.heading, size, wrap(faces.heading, size, title, page.textWidth), 2, page.textWidth);
  page.lines(lines, { face: "heading", size });
  page.space(6);
}

/** Two lines for a long name; the username is never cut: it needs at most two lines at the smallest size. */
function writePerson(page: PageWriter, { faces, facts }: Letter): void {
  const paragraph = (face: Face, text: string, size: number, least: number): void => {
    const shown = page.printable(face, text);
    let fitting = size;
    while (fitting > least && wrap(faces[face], fitting, shown, page.textWidth).length > 1) fitting -= 0.5;
    const lines = wrap(faces[face], fitting, shown, page.textWidth);
    page.lines(limited(faces[face], fitting, lines, 3, page.textWidth), { face, size: fitting });
  };
  if (facts.name !== "") paragraph("heading", facts.name, 12, 9);
  paragraph("text", facts.username, 11, 8);
  page.space(6);
}

function writeSteps(page: PageWriter, { faces, style, facts }: Letter, size: number): void {
  const indent = 20;
  style.words.steps(facts.parameters, facts.expires).forEach((step, index) => {
    page.put(`${index + 1}.`, margin.side, page.y, { face: "heading", size });
    const lines = wrap(faces.text, size, page.printable("text", step), page.textWidth - indent);
    page.lines(lines, { face: "text", size }, margin.side + indent);
    page.space(size * 0.3);
  });
}

const differs = ({ parameters }: LetterFacts): boolean =>
  (Object.keys(defaultParameters) as (keyof typeof defaultParameters)[]).some(
    (name) => parameters[name] !== defaultParameters[name],
  );

const groupsOfFour = (key: string): string[] => key.match(/.{1,4}/gu) ?? [];

/** The key in groups of four, at least four groups a line. */
function keyLines(key: string, perLine: number): string[] {
  const groups = groupsOfFour(key);
  const lines: string[] = [];
  for (let at = 0; at < groups.length; at += perLine) lines.push(groups.slice(at, at + perLine).join(" "));
  return lines;
}

/** The QR code on the left; beside it what an app without a camera needs, the serial and the last day. */
function writeCode(page: PageWriter, { faces, style, facts }: Letter): void {
  const { words } = style;
  const size = Math.min(largestQr, Math.max(leastQr, facts.rows.length * modulePoints));
  const top = page.y + 12;
  page.marks.push({ kind: "qr", x: margin.side, y: top, size, rows: [...facts.rows] });
  const x = margin.side + size + qrGap;
  const width = page.paper.width - margin.side - x;
  page.y = top;
  page.lines(wrap(faces.text, 9.5, words.noCamera, width), { face: "text", size: 9.5 }, x);
  page.space(2);
  page.lines(keyLines(facts.key, facts.key.length > 64 ? 6 : 4), { face: "code", size: 12 }, x);
  if (differs(facts)) {
    page.space(3);
    const settings = `${words.settings} ${words.settingsOf(facts.parameters)}`;
    page.lines(wrap(faces.text, 9.5, settings, width), { face: "text", size: 9.5 }, x);
  }
  page.space(8);
  page.lines([words.serial], { face: "text", size: 9, colour: "grey" }, x);
  page.lines([facts.serial], { face: "code", size: 12 }, x);
  page.space(3);
  page.lines([words.useUntil], { face: "text", size: 9, colour: "grey" }, x);
  page.lines([facts.expires], { face: "heading", size: 12 }, x);
  page.y = Math.max(page.y, top + size) + 16;
}

interface Composed {
  page: PageWriter;
  /** Lines of the owner's texts, uncut. */
  lines: Limits;
}

function compose(letter: Letter, scale: number, limits: Limits): Composed {
  const { faces, style, facts } = letter;
  const page = new PageWriter(faces, style.paper);
  const size = bodySize * scale;
  const linesOf = (text: string): string[] => wrap(faces.text, size, page.printable("text", text), page.textWidth);
  const body = { face: "text", size } as const;
  const introduction = linesOf(fillIn(style.introduction, facts) || style.words.introduction);
  const closing = linesOf(fillIn(style.closing, facts));
  writeHead(page, letter);
  writeTitle(page, letter);
  writePerson(page, letter);
  page.lines(limited(faces.text, size, introduction, limits.introduction, page.textWidth), body);
  page.space(size * 0.8);
  writeSteps(page, letter, size);
  writeCode(page, letter);
  page.lines(linesOf(style.words.warning), body);
  if (closing.length > 0 && limits.closing > 0) page.space(size * 0.8);
  page.lines(limited(faces.text, size, closing, limits.closing, page.textWidth), body);
  return { page, lines: { introduction: introduction.length, closing: closing.length } };
}

/** Space reserved for the note about letters that the typeface lacks. */
const noteHeight = 12;

const endOf = ({ slip, paper }: LetterStyle): number =>
  paper.height - margin.bottom - noteHeight - (slip ? slipHeight + 10 : 0);

const unlimited: Limits = { introduction: Infinity, closing: Infinity };

/** The largest scale from `from` to `to` at which everything fits on the page; null if none does. */
function composeAt(letter: Letter, end: number, from: number, to: number): PageWriter | null {
  if (from > to) return null;
  const middle = (from + to) >> 1;
  const { page } = compose(letter, scales[middle] ?? 1, unlimited);
  if (page.y > end) return composeAt(letter, end, middle + 1, to);
  return composeAt(letter, end, from, middle - 1) ?? page;
}

/** The closing, which says whom to ask, gets up to a third of the remaining lines. */
function composeCut(letter: Letter, end: number): PageWriter {
  const scale = scales.at(-1) ?? 1;
  const bare = compose(letter, scale, { introduction: 0, closing: 0 });
  const free = Math.max(0, Math.floor((end - bare.page.y) / lineHeight(bodySize * scale)) - 1);
  const closing = Math.min(bare.lines.closing, Math.max(Math.floor(free / 3), free - bare.lines.introduction));
  return compose(letter, scale, { introduction: free - closing, closing }).page;
}

function composeToFit(letter: Letter): PageWriter {
  const end = endOf(letter.style);
  const { page } = compose(letter, scales[0], unlimited);
  if (page.y <= end) return page;
  return composeAt(letter, end, 1, scales.length - 1) ?? composeCut(letter, end);
}

/**
 * One letter on one page, whatever the texts: they get smaller, and then their ends are cut off
 * and marked with an ellipsis.
 *
 * @returns the page's marks in drawing order, in points
 */
export function layoutLetter(faces: Typefaces, style: LetterStyle, facts: LetterFacts): PageMark[] {
  const page = composeToFit({ faces, style, facts });
  const slipTop = endOf(style);
  if (style.slip) writeSlip(page, faces, style.words.slip, facts);
  if (page.replaced) {
    page.put(style.words.lacking(lacking), margin.side, slipTop, { face: "text", size: 8, colour: "grey" });
  }
  return page.marks;
}
