import width from "fast-string-width";
import { printable } from "./text.ts";

const gap = "  ";

function pad(text: string, to: number): string {
  return text + " ".repeat(Math.max(0, to - width(text)));
}

/**
 * Columns as wide as their widest cell, measured in terminal cells, so that East Asian names line up too.
 * @param head the column names
 * @param emphasise highlights the head
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  emphasise: (text: string) => string = (text) => text,
): string {
  const cells = rows.map((row) => row.map((cell) => (cell === "" ? "-" : printable(cell))));
  const widths = head.map((name, column) => Math.max(width(name), ...cells.map((row) => width(row[column] ?? ""))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join(gap)
      .trimEnd();
  return [emphasise(line(head)), ...cells.map(line)].join("\n");
}

/** One fact a line: `name   value`. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): string {
  const widest = Math.max(0, ...pairs.map(([name]) => width(name)));
  return pairs.map(([name, value]) => `${pad(name, widest)}${gap}${printable(value)}`).join("\n");
}
