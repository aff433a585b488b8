import width from "fast-string-width";
import type { Messages } from "#shared/texts/en/index.ts";
import { say } from "#shared/texts/say.ts";
import { type Label, text } from "#shared/texts/text.ts";
import { printable } from "./text.ts";
import { sayLine } from "./words.ts";

/** What a column or a fact is called: a name in the catalogue; empty: nothing. */
type Heading = keyof Messages["headings"] | "";

const gap = "  ";

function pad(words: string, to: number): string {
  return words + " ".repeat(Math.max(0, to - width(words)));
}

const called = (heading: Heading): string => (heading === "" ? "" : say(text(`headings.${heading}`)));

/** A cell or fact on one line. */
const shown = (label: Label): string => (typeof label === "string" ? printable(label) : sayLine(label));

/**
 * Columns as wide as their widest cell, measured in terminal cells, so that East Asian names line up too.
 * @param head the column names
 * @param emphasise highlights the head
 */
export function table(
  head: readonly Heading[],
  rows: readonly (readonly Label[])[],
  emphasise: (words: string) => string = (words) => words,
): string {
  const names = head.map(called);
  const cells = rows.map((row) => row.map((cell) => (cell === "" ? "-" : shown(cell))));
  const widths = names.map((name, column) => Math.max(width(name), ...cells.map((row) => width(row[column] ?? ""))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join(gap)
      .trimEnd();
  return [emphasise(line(names)), ...cells.map(line)].join("\n");
}

/** `name   value`; a name that is no text of ours is given as it is, in an object. */
export type Fact = readonly [name: Heading | { named: string }, value: Label];

/** One fact a line. */
export function facts(pairs: readonly Fact[]): string {
  const lines = pairs.map(([name, value]) => [typeof name === "string" ? called(name) : name.named, value] as const);
  const widest = Math.max(0, ...lines.map(([name]) => width(name)));
  return lines.map(([name, value]) => `${pad(name, widest)}${gap}${shown(value)}`).join("\n");
}
