import type { ColumnUse, ImportRecord, ImportReport, OpenDecision } from "#shared/contract/exchange.ts";
import { encodingInWords, isUnicode } from "#shared/model/encodings.ts";
import type { Paint } from "../output.ts";
import { table } from "./table.ts";
import { plural, printable, quoted, time } from "./text.ts";

/** More rows do not help on a terminal: a report file has all of them. */
const rowsShown = 50;

const counts = ({ sums }: Pick<ImportReport, "sums">): string =>
  `${plural(sums.rows, "row")}: ${sums.create} to create, ${sums.update} to change, ${sums.unchanged} unchanged, ${sums.refused} refused.`;

const looksInWords = { name: "part of a name", id: "an id", status: "a status", group: "groups" } as const;

/** What a column is used for, and how it is read. */
const useOf = ({ fields, looksLike, reading }: ColumnUse): string => {
  const use =
    fields.length > 0
      ? fields.join(", ")
      : looksLike
        ? `not used, but looks like ${looksInWords[looksLike]}`
        : "not used";
  return reading === "" ? use : `${use}. ${reading}`;
};

/** Which column became which field, and which were ignored. */
function columnLines({ columns }: ImportReport, paint: Paint): string[] {
  const rows = columns
    .filter(({ fields, samples, header }) => fields.length > 0 || samples.length > 0 || header !== "")
    .map((column) => [column.header || String(column.index + 1), useOf(column), column.samples.join(" · ")]);
  return rows.length === 0 ? [] : ["", table(["Column", "Becomes", "Examples"], rows, (text) => paint("bold", text))];
}

/** Two columns with one heading: by their numbers. */
function namesOf(index: number, columns: ImportReport["columns"]): string {
  const header = columns[index]?.header;
  const other = columns.find(({ header: same, fields }) => same === header && fields.length > 0);
  const [field] = other?.fields ?? [];
  const [a, b] = [(other?.index ?? 0) + 1, index + 1];
  return field === "name"
    ? `--map name= --map lastName=${a} --map firstName=${b}, or the other way round, or --ignore ${b}`
    : `--map ${field ?? "name"}=${a} --map ${field ?? "name"}=${b} to join them, or --ignore ${b}`;
}

/** How to give a decision on the command line. */
function answerTo({ decision, value, column }: OpenDecision, { columns }: ImportReport): string {
  const header = column === null ? "" : (columns[column]?.header ?? "");
  const isPlain = header !== "" && columns.filter((one) => one.header === header).length === 1;
  const name = isPlain || column === null ? header : String(column + 1);
  const answers = {
    statusWord: `--status ${quoted(`${value}=active`)} (or disabled, left)`,
    statusBlank: "--status '=active' (or disabled, left)",
    statusColumn: `--map ${quoted(`status=${name}`)} or --ignore ${quoted(name)}`,
    nameColumn: column === null ? "" : namesOf(column, columns),
    sameEmail: "--accept same-email",
    lostZeros: "--accept lost-zeros",
    internationalAddress: "--accept international-address",
    sameAccount: "--accept same-account",
    sameGroup: "--accept same-group",
    returning: "--accept returning",
  } as const;
  return answers[decision];
}

function decisionLines(report: ImportReport): string[] {
  if (report.decisions.length === 0) return [];
  const lines = report.decisions.flatMap((open) => [
    `- ${open.message} ${plural(open.rows, "row")}: ${open.firstRows.join(", ")}${open.rows > open.firstRows.length ? ", …" : ""}`,
    `  ${answerTo(open, report)}`,
  ]);
  return ["", "To be decided:", ...lines.map(printable)];
}

function passedLines({ passedOver }: ImportReport): string[] {
  if (passedOver.rows === 0) return [];
  const first = passedOver.first.slice(0, 5).map(({ row, text }) => `row ${row} “${printable(text)}”`);
  const more = passedOver.rows > first.length ? ", …" : "";
  return [`${plural(passedOver.rows, "row")} skipped, as not describing a person: ${first.join(", ")}${more}.`];
}

/** The result of an import, refused rows first. */
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
    ...(isUnicode(report.encoding)
      ? []
      : [`Read as ${encodingInWords[report.encoding]}. If letters look wrong, choose another: --encoding.`]),
    ...(report.lettersVoided > 0 ? [`Waiting letters that become void: ${report.lettersVoided}.`] : []),
    ...(report.losses > 0
      ? [`${plural(report.losses, "row")} would empty a field or remove the person from a group: see below.`]
      : []),
    ...passedLines(report),
    ...(report.newGroups.length > 0 ? [`New groups: ${report.newGroups.join(", ")}.`] : []),
    ...columnLines(report, paint),
    ...decisionLines(report),
    ...(rows.length > 0 ? ["", table(["Row", "Username", "Result", "Why"], rows, (text) => paint("bold", text))] : []),
    ...(more > 0 ? [`And ${plural(more, "more row")}: --report FILE writes all of them.`] : []),
  ].join("\n");
}

export function describeImports(imports: readonly ImportRecord[], paint: Paint): string {
  if (imports.length === 0) return "Nothing has been imported yet.";
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
