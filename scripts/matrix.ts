// npm run matrix: writes who may do what, from the contract, into docs/SECURITY.md. With --check it only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type ProcedureName, procedureNames, procedures } from "../src/shared/contract/index.ts";
import { everyRole, type Role } from "../src/shared/model/records.ts";
import { root } from "./install.mjs";
import { main, ScriptError } from "./lib/report.ts";

const file = join(root, "docs/SECURITY.md");
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
  const { allow, withoutSessionIn, stepUp, countersign, side } = procedures[name];
  const open = allow === "anyone" ? "yes" : withoutSessionIn.length > 0 ? "without a store" : "-";
  const roles = everyRole.map((role) => mayCall(name, role));
  const proof = [stepUp === null ? [] : [`fresh code (${stepUp})`], countersign ? ["second administrator"] : []].flat();
  return [`\`${name}\`${side === "user" ? " (person's window)" : ""}`, open, ...roles, proof.join(", ") || "-"];
}

function table(): string {
  const head = ["procedure", "signed out", ...everyRole.map((role) => titles[role]), "also needs"];
  const rows = [head, ...procedureNames.map(rowOf)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = line(widths.map((width) => "-".repeat(width)));
  return [line(head), rule, ...rows.slice(1).map(line)].join("\n");
}

/** @throws ScriptError if the markers are missing */
function withMatrix(text: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from)
    throw new ScriptError(`docs/SECURITY.md has no markers for the matrix: ${begin} … ${end}`);
  return `${text.slice(0, from)}${begin}\n\n${table()}\n\n${text.slice(to)}`;
}

await main(async () => {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const before = readFileSync(file, "utf8");
  const after = withMatrix(before);
  if (!values.check) writeFileSync(file, after);
  else if (before !== after) {
    throw new ScriptError("the matrix in docs/SECURITY.md differs from the contract. Run: npm run matrix");
  }
  return 0;
});
