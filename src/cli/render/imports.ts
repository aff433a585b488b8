import type { ImportRecord, ImportReport } from "#shared/contract/exchange.ts";
import type { Paint } from "../output.ts";
import { table } from "./table.ts";
import { plural, time } from "./text.ts";

/** More rows than these do not help on a terminal: a report file has all. */
const rowsShown = 50;

const counts = ({ sums }: Pick<ImportReport, "sums">): string =>
  `${plural(sums.rows, "row")}: ${sums.create} to create, ${sums.update} to change, ${sums.unchanged} unchanged, ${sums.refused} refused.`;

/** What came of an import, the refused rows first. */
export function describeImport(report: ImportReport, outcome: string, paint: Paint): string {
  const told = report.verdicts.filter(({ verdict }) => verdict === "refused" || verdict === "update");
  const rows = told
    .toSorted((a, b) => Number(b.verdict === "refused") - Number(a.verdict === "refused") || a.row - b.row)
    .slice(0, rowsShown)
    .map(({ row, username, verdict, message }) => [String(row), username, verdict, message]);
  const more = report.sums.refused + report.sums.update - rows.length;
  return [
    outcome,
    counts(report),
    ...(report.newGroups.length > 0 ? [`New groups: ${report.newGroups.join(", ")}.`] : []),
    ...(rows.length > 0 ? ["", table(["Row", "Username", "Verdict", "Why"], rows, (text) => paint("bold", text))] : []),
    ...(more > 0 ? [`And ${plural(more, "more row")}: --report FILE writes all of them.`] : []),
  ].join("\n");
}

export function describeImports(imports: readonly ImportRecord[], paint: Paint): string {
  if (imports.length === 0) return "Nothing was imported yet.";
  const rows = imports.map((one) => [
    one.id,
    time(one.at),
    one.by,
    one.fileName,
    String(one.sums.create),
    String(one.sums.update),
    one.state,
  ]);
  return table(["Import", "Time", "By", "File", "Created", "Changed", "State"], rows, (text) => paint("bold", text));
}
