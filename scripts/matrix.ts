// npm run matrix: writes the tables that follow from the code into the docs. With --check it only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type ProcedureName, procedureNames, procedures } from "../src/shared/contract/index.ts";
import { everyRole, type Role } from "../src/shared/model/records.ts";
import { root } from "./install.mjs";
import { formatTable } from "./lib/format-table.ts";
import { main, ScriptError } from "./lib/report.ts";

const begin = "<!-- matrix: written by npm run matrix -->";
const end = "<!-- /matrix -->";

const titles: Record<Role, string> = {
  owner: "owner",
  operator: "operator",
  helpdesk: "help desk",
  auditor: "auditor",
};

function mayCall(name: ProcedureName, role: Role): string {
  const { allow } = procedures[name];
  return allow === "anyone" || allow.includes(role) ? "yes" : "-";
}

function rowOf(name: ProcedureName): string[] {
  const { allow, withoutSessionIn, stepUp, stepUpFor, countersign, side } = procedures[name];
  const open = allow === "anyone" ? "yes" : withoutSessionIn.length > 0 ? "without a store" : "-";
  const roles = everyRole.map((role) => mayCall(name, role));
  const proof = [
    stepUp === null ? [] : [`fresh code (${stepUp})${stepUpFor ? " for some inputs" : ""}`],
    countersign ? ["second administrator"] : [],
  ].flat();
  return [`\`${name}\`${side === "user" ? " (person's window)" : ""}`, open, ...roles, proof.join(", ") || "-"];
}

/** Who may do what, from the contract. */
function accessTable(): string[][] {
  const head = ["procedure", "signed out", ...everyRole.map((role) => titles[role]), "also needs"];
  return [head, ...procedureNames.map(rowOf)];
}

function markdown(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = line(widths.map((width) => "-".repeat(width)));
  return [line(head), rule, ...rows.slice(1).map(line)].join("\n");
}

const tables: readonly { file: string; rows: () => string[][] }[] = [
  { file: "docs/SECURITY.md", rows: accessTable },
  { file: "docs/formats/README.md", rows: formatTable },
];

/** @throws ScriptError if the markers are missing */
function withTable(file: string, text: string, rows: readonly (readonly string[])[]): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new ScriptError(`${file} has no markers for its table: ${begin} … ${end}`);
  return `${text.slice(0, from)}${begin}\n\n${markdown(rows)}\n\n${text.slice(to)}`;
}

await main(async () => {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  for (const { file, rows } of tables) {
    const path = join(root, file);
    const before = readFileSync(path, "utf8");
    const after = withTable(file, before, rows());
    if (!values.check) writeFileSync(path, after);
    else if (before !== after) throw new ScriptError(`the table in ${file} differs from the code. Run: npm run matrix`);
  }
  return 0;
});
