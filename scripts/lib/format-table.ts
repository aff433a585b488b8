import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Carries, Format } from "../../src/main/formats/format.ts";
import { formats } from "../../src/main/formats/registry.ts";
import { root } from "../install.mjs";

const interop = "tests/interop/formats";

/** Which real programs the tests of a format run: those that its test file asks for. */
function provers(): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const name of readdirSync(join(root, interop)).filter((one) => one.endsWith(".test.ts"))) {
    const source = readFileSync(join(root, interop, name), "utf8");
    const tools = [...source.matchAll(/(?:requireTool|toolsMissing)\(([^)]*)\)/gu)].flatMap(([, args = ""]) =>
      [...args.matchAll(/"([^"]+)"/gu)].flatMap(([, tool]) => tool ?? []),
    );
    const own = name.replace(/\.test\.ts$/u, "");
    const named = formats.filter(({ id }) => id === own || source.includes(`"${id}"`)).map(({ id }) => id);
    for (const id of named) found.set(id, [...new Set([...(found.get(id) ?? []), ...tools])].toSorted());
  }
  return found;
}

const list = (values: readonly (string | number)[], unit = ""): string => `${values.join(", ")}${unit}`;

/** What a format that is written can hold. */
function held({ kinds, algorithms, digits, periods, keyBytes, owner, perPerson }: Carries): string {
  return [
    list(kinds.map((kind) => kind.toUpperCase())),
    list(algorithms),
    list(digits, " digits"),
    ...(kinds.includes("totp") ? [list(periods, " s")] : []),
    `keys of ${keyBytes.least} to ${keyBytes.most} bytes`,
    ...(owner ? ["owner"] : []),
    ...(perPerson === null ? [] : [`${perPerson} a person`]),
  ].join("; ");
}

const cellsOf = ({ id, title, read, write }: Format, proven: readonly string[]): string[] => [
  `[${title}](${id}.md)`,
  `\`${id}\``,
  read ? "yes" : "-",
  write ? (write.form === "folder" ? "a folder" : "a file") : "-",
  write ? held(write.carries) : "-",
  proven.length === 0 ? "by its source, not run" : proven.join(", "),
];

/** Every foreign format of seeds, as Markdown. */
export function formatTable(): string[][] {
  const proven = provers();
  const rows = formats
    .toSorted((a, b) => a.title.localeCompare(b.title, "en"))
    .map((format) => cellsOf(format, proven.get(format.id) ?? []));
  return [["format", "id", "read", "written", "what it can hold when written", "tests run with"], ...rows];
}
