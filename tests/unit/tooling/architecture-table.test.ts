import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../scripts/install.mjs";

/** The rows of the table under this heading, each without the cell that says what is to be changed. */
function rowsUnder(heading: string, document: string): string[] {
  const [, after = ""] = document.split(`\n${heading}\n`);
  const [section = ""] = after.split("\n## ");
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) => row.split("|").slice(2).join("|"));
}

/** `a/{b,c}.ts` -> `a/b.ts`, `a/c.ts`. */
function expanded(path: string): string[] {
  const [, before = "", inside, after = ""] = /^(.*?)\{([^{}]*)\}(.*)$/u.exec(path) ?? [];
  if (inside === undefined) return [path];
  return inside.split(",").flatMap((each) => expanded(before + each + after));
}

/** A path and the folders that it is in. */
const upwards = (path: string): string[] => (path === "." ? [path] : [path, ...upwards(dirname(path))]);

/** What a pattern matches in the first of these folders where it matches anything. */
function firstMatches(pattern: string, folders: Iterable<string>): string[] {
  for (const folder of folders) {
    const found = globSync(join(folder, pattern), { cwd: root });
    if (found.length > 0) return found;
  }
  return [];
}

/** What a cell names and is nowhere. A path may begin in a folder that an earlier path of the cell names or is in. */
function missingIn(cell: string): string[] {
  const named = [...cell.matchAll(/`([^`]+)`/gu)].flatMap(([, token = ""]) => token);
  const paths = named.filter((token) => token.includes("/") || /\.tsx?$/u.test(token)).flatMap(expanded);
  const folders = new Set(["."]);
  return paths.filter((path) => {
    const pattern = path.replaceAll(/\b(?:AREA|NAME)\b/gu, "*").replace(/\/$/u, "");
    const found = firstMatches(pattern, folders);
    for (const each of found) for (const folder of upwards(each)) folders.add(folder);
    return found.length === 0;
  });
}

const missing = (document: string): string[] => rowsUnder("## To change …", document).flatMap(missingIn);

const table = (cell: string): string =>
  `# A\n\n## To change …\n\n| What | Go to |\n| --- | --- |\n| x | ${cell} |\n\n## B\n`;

test.each([
  ["`src/shared/nowhere.ts`", ["src/shared/nowhere.ts"]],
  ["`src/shared/errors.ts`, `contract/nowhere.ts`", ["contract/nowhere.ts"]],
  ["`contract/index.ts`, `src/shared/errors.ts`", ["contract/index.ts"]],
  ["`src/shared/{errors,nowhere}.ts`", ["src/shared/nowhere.ts"]],
  ["`src/nowhere/NAME.ts`", ["src/nowhere/NAME.ts"]],
  ["`src/cli/nowhere`", ["src/cli/nowhere"]],
  ["`src/shared/errors.ts`, `contract/index.ts`, `AREA.ts`, `src/cli/commands/NAME.ts`, `readPolicy`", []],
])("in %s is missing: %j", (cell, paths) => {
  expect(missing(table(cell))).toEqual(paths);
});

test("whoever wants to change something is sent to what exists", () => {
  const document = readFileSync(join(root, "docs/ARCHITECTURE.md"), "utf8");
  expect(rowsUnder("## To change …", document).length).toBeGreaterThan(20);
  expect(missing(document)).toEqual([]);
});
