import type { ColumnUse, ImportRecord, ImportReport, OpenDecision } from "#shared/contract/exchange.ts";
import { encodingInWords, isUnicode } from "#shared/model/encodings.ts";
import { say, sayLabel } from "#shared/texts/say.ts";
import { type Label, text, type Text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { table } from "./table.ts";
import { printable, quoted, time } from "./text.ts";
import { linesOf, sayLine, type Words } from "./words.ts";

/** More rows do not help on a terminal: a report file has all of them. */
const rowsShown = 50;

const looksInWords: Record<NonNullable<ColumnUse["looksLike"]>, Text> = {
  name: text("cliImports.looksLikeName"),
  id: text("cliImports.looksLikeId"),
  status: text("cliImports.looksLikeStatus"),
  group: text("cliImports.looksLikeGroups"),
};

/** What a column is used for, and how it is read. */
const useOf = ({ fields, looksLike, reading }: ColumnUse): string => {
  const use =
    fields.length > 0 ? fields.join(", ") : sayLine(looksLike ? looksInWords[looksLike] : text("cliImports.notUsed"));
  return reading === null ? use : `${use}. ${say(reading)}`;
};

/** Which column became which field, and which were ignored. */
function columnLines({ columns }: ImportReport, paint: Paint): string[] {
  const rows = columns
    .filter(({ fields, samples, header }) => fields.length > 0 || samples.length > 0 || header !== "")
    .map((column) => [column.header || String(column.index + 1), useOf(column), column.samples.join(" · ")]);
  return rows.length === 0 ? [] : ["", table(["column", "becomes", "examples"], rows, (words) => paint("bold", words))];
}

/** Two columns with one heading: by their numbers. */
function namesOf(index: number, columns: ImportReport["columns"]): Text {
  const header = columns[index]?.header;
  const other = columns.find(({ header: same, fields }) => same === header && fields.length > 0);
  const [field] = other?.fields ?? [];
  const numbers = { first: (other?.index ?? 0) + 1, second: index + 1 };
  return field === "name"
    ? text("cliImports.nameParts", numbers)
    : text("cliImports.joinColumns", { field: field ?? "name", ...numbers });
}

/** How to give a decision on the command line. */
function answerTo({ decision, value, column }: OpenDecision, { columns }: ImportReport): Label {
  const header = column === null ? "" : (columns[column]?.header ?? "");
  const isPlain = header !== "" && columns.filter((one) => one.header === header).length === 1;
  const name = isPlain || column === null ? header : String(column + 1);
  const answers = {
    statusWord: text("cliImports.statusWord", { word: quoted(`${value}=active`) }),
    statusBlank: text("cliImports.statusWord", { word: quoted("=active") }),
    statusColumn: text("cliImports.statusColumn", { status: quoted(`status=${name}`), column: quoted(name) }),
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

function rowsOf({ rows: count, firstRows: rows }: OpenDecision): Text {
  const facts = { count, rows: rows.map(String) };
  return count > rows.length ? text("cliImports.rowsOfMore", facts) : text("cliImports.rowsOf", facts);
}

function decisionLines(report: ImportReport): string[] {
  if (report.decisions.length === 0) return [];
  const lines = report.decisions.flatMap((open) => [
    `- ${say(open.message)} ${say(rowsOf(open))}`,
    `  ${sayLabel(answerTo(open, report))}`,
  ]);
  return ["", say(text("cliImports.toDecide")), ...lines.map(printable)];
}

function passedLines({ passedOver }: ImportReport): string[] {
  if (passedOver.rows === 0) return [];
  const first = passedOver.first.slice(0, 5);
  const rows = first.map(({ row, text: words }) => text("cliImports.passedRow", { row, words }));
  const key = passedOver.rows > first.length ? "cliImports.passedMore" : "cliImports.passed";
  return [sayLine(text(key, { count: passedOver.rows, rows }))];
}

/** The result of an import, refused rows first. */
export function describeImport(report: ImportReport, outcome: Words, paint: Paint): string {
  const told = report.verdicts.filter(({ verdict }) => verdict === "refused" || verdict === "update");
  const rows = told
    .toSorted((a, b) => Number(b.verdict === "refused") - Number(a.verdict === "refused") || a.row - b.row)
    .slice(0, rowsShown)
    .map(({ row, username, verdict, message }) => [String(row), username, text(`values.${verdict}`), message ?? ""]);
  const more = report.sums.refused + report.sums.update - rows.length;
  return linesOf([
    outcome,
    text("cliImports.counts", report.sums),
    ...(isUnicode(report.encoding) ? [] : [text("cliImports.readAs", { encoding: encodingInWords[report.encoding] })]),
    ...(report.lettersVoided > 0 ? [text("cliImports.lettersVoided", { count: report.lettersVoided })] : []),
    ...(report.losses > 0 ? [text("cliImports.losses", { count: report.losses })] : []),
    ...passedLines(report),
    ...(report.newGroups.length > 0 ? [text("cliImports.newGroups", { names: report.newGroups })] : []),
    ...columnLines(report, paint),
    ...decisionLines(report),
    ...(rows.length > 0
      ? ["", table(["row", "username", "result", "why"], rows, (words) => paint("bold", words))]
      : []),
    ...(more > 0 ? [text("cliImports.more", { count: more })] : []),
  ]);
}

export function describeImports(imports: readonly ImportRecord[], paint: Paint): string {
  if (imports.length === 0) return sayLine(text("cliImports.none"));
  const rows = imports.map((one) => [
    one.id,
    time(one.at),
    one.by,
    one.fileName,
    String(one.sums.create),
    String(one.sums.update),
    text(`values.${one.state}`),
  ]);
  return table(["import", "time", "by", "file", "created", "changed", "state"], rows, (words) => paint("bold", words));
}
