/** What may stand between the names of groups in one cell; the first one that occurs outside of quotation marks counts. */
const separators = [";", "|", ",", "\n"] as const;

const quoted = /"(?:[^"]|"")*"/gu;

/** The parts between the separators that stand outside of quotation marks. */
function split(cell: string, separator: string): string[] {
  const parts: string[] = [];
  let part = "";
  let inside = false;
  for (const letter of cell) {
    if (letter === '"') inside = !inside;
    if (letter === separator && !inside) {
      parts.push(part);
      part = "";
    } else {
      part += letter;
    }
  }
  return [...parts, part];
}

function unquote(part: string): string {
  const text = part.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"').trim()
    : text;
}

/** The names in a cell, in its order, without empty ones. */
export function splitGroups(cell: string): string[] {
  if (/^[\w .-]*$/u.test(cell)) return cell.trim() === "" ? [] : [cell.trim()];
  const bare = cell.replaceAll(quoted, "");
  const separator = separators.find((one) => bare.includes(one));
  const parts = separator === undefined ? [cell] : split(cell, separator);
  return parts.map(unquote).filter((name) => name !== "");
}

/** One cell for several names; `splitGroups` gives them back. */
export const joinGroups = (names: readonly string[]): string =>
  names.map((name) => (/[;|,"\n]/u.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(";");
