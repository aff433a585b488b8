import { sortKey } from "#shared/model/text.ts";
import { namedFieldOf } from "./propose.ts";
import { statusHeader } from "./status-header.ts";

/** How far down the row with the columns' names is searched for: a title, a date or an author may come before it. */
const rowsToSearch = 30;

const filled = (row: readonly string[]): string[] => row.filter((cell) => cell.trim() !== "");

/** How many of a row's cells are names of columns. */
export const knownNames = (row: readonly string[]): number =>
  filled(row).filter((cell) => cell.length <= 80 && (namedFieldOf(cell) !== null || statusHeader(cell)?.firm)).length;

/** Whether a row contains what no column is called: an address, a long number, a date. */
const holdsValues = (row: readonly string[]): boolean =>
  filled(row).some(
    (cell) =>
      cell.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$|^\d{3,}$|^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}$/u.test(cell.trim()),
  );

/** `Personal-` above `nummer` is one word, `Konto` above `gesperrt` are two. */
const joined = (above: string, below: string): string =>
  /\p{L}-$/u.test(above) ? above.slice(0, -1) + below : `${above} ${below}`.trim();

/**
 * The names of the columns, which may stand in two rows below each other.
 *
 * @param at index of the row with the names, or of the lower one
 */
export function headerAt(rows: readonly (readonly string[])[], at: number): string[] {
  const [above = [], below = []] = [rows[at - 1], rows[at]];
  const own = below.map((name) => name.trim());
  // A cell that is merged over several columns, a title: not the beginning of each name.
  if (at === 0 || filled(above).length * 2 <= filled(below).length || holdsValues(above) || holdsValues(below))
    return own;
  const width = Math.max(above.length, below.length);
  const both = Array.from({ length: width }, (_, index) =>
    joined((above[index] ?? "").trim(), (below[index] ?? "").trim()),
  );
  return knownNames(both) > Math.max(knownNames(above), knownNames(below)) ? both : own;
}

/** Where the table begins within its file. */
export interface Layout {
  /** Index of the row with the columns' names; null if the first row is already a person. */
  header: number | null;
}

/**
 * Finds the row that names the columns: the first one, unless a later one knows more of them and all rows above it are
 * narrower, as titles and PowerShell's `#TYPE` are.
 */
export function layoutOf(rows: readonly (readonly string[])[]): Layout {
  const top = rows.slice(0, rowsToSearch);
  let best = 0;
  let bestKnown = knownNames(top[0] ?? []);
  for (const [index, row] of top.entries()) {
    const known = knownNames(row);
    const above = top.slice(0, index);
    if (known <= bestKnown || above.some((other) => filled(other).length >= filled(row).length)) continue;
    if (known >= 2 || bestKnown === 0) [best, bestKnown] = [index, known];
  }
  const first = top.findIndex((row) => filled(row).length > 0);
  if (bestKnown > 0) {
    const below = headerAt(top, best + 1);
    const isOwn = below.every((name, index) => name === (top[best + 1]?.[index] ?? "").trim());
    return { header: isOwn ? best : best + 1 };
  }
  return {
    header: holdsValues(top[first] ?? [])
      ? null
      : isMark(top[first] ?? [])
        ? nextFilled(top, first)
        : Math.max(0, first),
  };
}

/** PowerShell's line that names the type, and comments of other programs. */
const isMark = (row: readonly string[]): boolean => /^#(?:TYPE\b|\s|fields:)/iu.test(row[0] ?? "");

function nextFilled(rows: readonly (readonly string[])[], after: number): number {
  const next = rows.findIndex((row, index) => index > after && filled(row).length > 0);
  return next < 0 ? Math.max(0, after) : next;
}

const sumWords =
  /^(?:(?:gesamt|zwischen)?summen?|gesamt(?:zahl|anzahl)?|insgesamt|anzahl|total(?:e|es|s|en)?|sub-?totale?|grand total|sums?|counts?|somme|suma|razem|ogolem|celkem|osszesen|yhteensa|totalt|summa|itogo|итого|合計|合计|总计|合計人数|record ?count|number of (?:records|rows|users|employees)|nombre|numero)(?:$|[\s:(].{0,40}$)/iu;
const closing =
  /^(?:\(?\d+ (?:rows?|records?|zeilen|datensatze|lignes|filas|registros)\b.{0,40}\)?|-{2,}.*|={2,}.*|\*{3,}.*|end of (?:report|file|list|export)\b.*|ende (?:der|des) .*|(?:stand|as of|exported|generated|created|printed|erstellt|exportiert|gedruckt|page|seite)\b.{0,60}\d.*)$/iu;

const isFigure = (cell: string): boolean => /^[\d.,\s%€$£+\-:/]+$/u.test(cell);

/**
 * Whether a row sums up or closes a table instead of being a person: a word for that, and nothing beside it but
 * figures.
 *
 * @param columns how many the table has
 */
export function isSummary(row: readonly string[], columns: number): boolean {
  const cells = filled(row);
  const [first = ""] = cells;
  if (cells.length === 0 || first.length > 120 || columns < 2) return false;
  const key = sortKey(first.trim());
  if (sumWords.test(key)) {
    const alone = cells.length === 1 && (columns > 1 || /\d/u.test(key));
    return alone || (cells.length > 1 && cells.slice(1).every((cell) => isFigure(cell.trim())));
  }
  return cells.length === 1 && closing.test(key);
}
