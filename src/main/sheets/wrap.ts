import type { Typeface } from "./typefaces.ts";

const ellipsis = "…";

/** The longest beginning of a text that is no wider than `width`, at least one character. */
function beginning(face: Typeface, size: number, text: string, width: number): string {
  const letters = Array.from(text);
  let [fits, over] = [1, letters.length + 1];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (face.width(letters.slice(0, middle).join(""), size) <= width) fits = middle;
    else over = middle;
  }
  return letters.slice(0, fits).join("");
}

/** The text with its end cut off and marked as cut. */
function cut(face: Typeface, size: number, text: string, width: number): string {
  const room = width - face.width(ellipsis, size);
  return `${beginning(face, size, text, room).trimEnd()}${ellipsis}`;
}

/** A word in pieces that each fit on a line: one piece, unless it is wider than a line. */
function broken(face: Typeface, size: number, word: string, width: number): string[] {
  const parts: string[] = [];
  let rest = word;
  while (face.width(rest, size) > width) {
    const part = beginning(face, size, rest, width);
    if (part === rest) break;
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}

function wrapParagraph(face: Typeface, size: number, paragraph: string, width: number): string[] {
  const lines: string[] = [];
  const blank = face.width(" ", size);
  let line = "";
  let filled = 0;
  for (const word of paragraph.split(/[ \t]+/u).filter((part) => part !== "")) {
    const wide = face.width(word, size);
    if (line !== "" && filled + blank + wide <= width) {
      line = `${line} ${word}`;
      filled += blank + wide;
      continue;
    }
    if (line !== "") lines.push(line);
    const parts = wide > width ? broken(face, size, word, width) : [word];
    line = parts.pop() ?? "";
    lines.push(...parts);
    filled = parts.length > 0 ? face.width(line, size) : wide;
  }
  return [...lines, line];
}

/** Lines no wider than `width`, in points; line breaks of the text stay. */
export const wrap = (face: Typeface, size: number, text: string, width: number): string[] =>
  text === "" ? [] : text.split("\n").flatMap((paragraph) => wrapParagraph(face, size, paragraph, width));

/** The first `limit` lines; the last of them is marked if something was cut off. */
export function limited(face: Typeface, size: number, lines: string[], limit: number, width: number): string[] {
  if (lines.length <= limit) return lines;
  const last = lines[limit - 1];
  if (last === undefined) return [];
  const marked = `${last}${last === "" ? "" : " "}${ellipsis}`;
  return [...lines.slice(0, limit - 1), face.width(marked, size) <= width ? marked : cut(face, size, last, width)];
}

const sizeStep = 0.5;

/** One line: smaller if necessary, down to `least`; cut off if that is not enough. */
export function oneLine(
  face: Typeface,
  text: string,
  width: number,
  sizes: { size: number; least: number },
): { text: string; size: number } {
  let { size } = sizes;
  while (size > sizes.least && face.width(text, size) > width) size -= sizeStep;
  return { text: face.width(text, size) <= width ? text : cut(face, size, text, width), size };
}
