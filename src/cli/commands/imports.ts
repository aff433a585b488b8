import { resolve } from "node:path";
import { type Command, Option } from "@commander-js/extra-typings";
import {
  AcceptedDecision,
  type CsvFacts,
  Delimiter,
  Encoding,
  GroupsBy,
  ImportField,
  type Mapping,
  mappedColumns,
} from "#shared/contract/exchange.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { Attention } from "#shared/contract/directory.ts";
import type { ImportId } from "#shared/model/ids.ts";
import { EnrolmentState, UserStatus } from "#shared/model/records.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import { withClaimedFile } from "../claimed-file.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { findGroup } from "../groups.ts";
import { formerly } from "../former-names.ts";
import { importId, several } from "../options.ts";
import { describeImport, describeImports } from "../render/imports.ts";
import type { Outcome, Run } from "../run.ts";
import { refused } from "../usage.ts";

const delimiterNames: Readonly<Record<string, Delimiter>> = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" };

/** @throws InvalidArgumentError */
function delimiter(given: string): Delimiter {
  const parsed = Delimiter.safeParse(delimiterNames[given.toLowerCase()] ?? given);
  if (!parsed.success) throw refused(text("usage.separator"));
  return parsed.data;
}

interface Assignment {
  field: ImportField;
  /** A column's name, or its number from 1; empty: none. */
  column: string;
}

/** @throws InvalidArgumentError */
function assignment(given: string, before: Assignment[] = []): Assignment[] {
  const at = given.indexOf("=");
  const name = nameKey(given.slice(0, Math.max(0, at)));
  const field = ImportField.options.find((one) => nameKey(one) === name);
  if (!field) throw refused(text("usage.fieldColumn", { fields: ImportField.options }));
  return [...before, { field, column: given.slice(at + 1).trim() }];
}

const namesOf = (columns: CsvFacts["columns"]): string =>
  columns.map(({ header, index }) => header || String(index + 1)).join(", ");

/** @throws AppError INVALID_INPUT */
function indexOf(column: string, { columns }: CsvFacts): number {
  const named = columns.filter(({ header }) => nameKey(header) === nameKey(column));
  if (named.length > 1) {
    const numbers = named.map(({ index }) => index + 1).join(", ");
    throw new AppError("INVALID_INPUT", {
      text: text("cliImports.sameColumns", { count: named.length, name: column, numbers }),
    });
  }
  const numbered = /^\d{1,4}$/u.test(column) ? columns[Number(column) - 1] : undefined;
  const found = named[0] ?? numbered;
  if (!found) {
    throw new AppError("INVALID_INPUT", {
      text: text("cliImports.noColumn", { name: column, names: namesOf(columns) }),
    });
  }
  return found.index;
}

/** A field that is named more than once gets several columns. */
function mappingOf(facts: CsvFacts, assignments: readonly Assignment[]): Mapping {
  const mapping = { ...facts.mapping };
  const named = new Map<ImportField, number[]>();
  for (const { field, column } of assignments) {
    if (column === "") {
      delete mapping[field];
      named.delete(field);
    } else named.set(field, [...(named.get(field) ?? []), indexOf(column, facts)]);
  }
  for (const [field, indexes] of named) {
    // Columns that look like a status count besides the named ones; only --ignore leaves them out.
    const all = field === "status" ? [...new Set([...mappedColumns(mapping, "status"), ...indexes])] : indexes;
    mapping[field] = all.length === 1 ? (all[0] ?? 0) : all;
  }
  return mapping;
}

const groupSeparators: Readonly<Record<string, string>> = { ...delimiterNames, line: "\n", none: "none" };

/** @throws InvalidArgumentError */
function groupsBy(given: string): GroupsBy {
  const parsed = GroupsBy.safeParse(groupSeparators[given.toLowerCase()] ?? given);
  if (!parsed.success) throw refused(text("usage.groupSeparator"));
  return parsed.data;
}

/** @throws InvalidArgumentError */
function statusWord(given: string, before: Record<string, UserStatus> = {}): Record<string, UserStatus> {
  const at = given.lastIndexOf("=");
  const status = UserStatus.safeParse(
    given
      .slice(at + 1)
      .trim()
      .toLowerCase(),
  );
  if (at < 0 || !status.success) throw refused(text("usage.wordStatus"));
  return { ...before, [given.slice(0, at).trim()]: status.data };
}

const decisionNames: Readonly<Record<string, AcceptedDecision>> = {
  "same-email": "sameEmail",
  "lost-zeros": "lostZeros",
  "international-address": "internationalAddress",
  "same-account": "sameAccount",
  "same-group": "sameGroup",
  returning: "returning",
};

/** @throws InvalidArgumentError */
function accepted(given: string, before: AcceptedDecision[] = []): AcceptedDecision[] {
  const parsed = AcceptedDecision.safeParse(decisionNames[given.toLowerCase()] ?? given);
  if (!parsed.success) throw refused(text("usage.oneOf", { choices: Object.keys(decisionNames) }));
  return [...new Set([...before, parsed.data])];
}

const rowNumber = (given: string): number => {
  if (!/^[1-9]\d{0,2}$/u.test(given)) throw refused(text("usage.rowNumber"));
  return Number(given);
};

interface ImportOptions {
  dryRun?: true;
  map?: Assignment[];
  separator?: Delimiter;
  encoding?: Encoding;
  header: boolean;
  headerRow?: number;
  ignore?: string[];
  status?: Record<string, UserStatus>;
  accept?: AcceptedDecision[];
  groupsBy?: GroupsBy;
  names?: "as-written" | "last-first";
  matchBy?: "username" | "externalId";
  update: boolean;
  createGroups: boolean;
  skipBadRows?: true;
  report?: string;
}

/** @throws AppError INVALID_INPUT */
function inputOf(
  file: string,
  facts: CsvFacts,
  options: ImportOptions,
  report: string | undefined,
): InputOf<"imports.dryRun"> {
  const { update, createGroups } = options;
  const noStatus = (options.map ?? []).some(({ field, column }) => field === "status" && column === "");
  const ignore = [
    ...(options.ignore ?? []).map((column) => indexOf(column, facts)),
    ...(noStatus ? mappedColumns(facts.mapping, "status") : []),
  ];
  const proposed = Object.fromEntries(
    (Object.entries(facts.mapping) as [ImportField, number | number[]][]).flatMap(([field, at]) => {
      const left = [at].flat().filter((index) => !ignore.includes(index));
      return left.length === 0 ? [] : [[field, left.length === 1 ? left[0] : left]];
    }),
  ) as Mapping;
  const mapping = mappingOf({ ...facts, mapping: proposed }, options.map ?? []);
  const key = options.matchBy ?? "username";
  if (mapping[key] === undefined) {
    const missing = key === "username" ? "cliImports.noUsernameColumn" : "cliImports.noExternalIdColumn";
    throw new AppError("INVALID_INPUT", { text: text(missing, { names: namesOf(facts.columns) }) });
  }
  return {
    file,
    header: facts.header,
    ...(facts.headerRow === null ? {} : { headerRow: facts.headerRow }),
    encoding: facts.encoding,
    delimiter: facts.delimiter,
    mapping,
    ignore,
    statusWords: options.status,
    accept: options.accept,
    groupsBy: options.groupsBy,
    names: options.names === undefined ? undefined : options.names === "last-first" ? "lastFirst" : "asWritten",
    update,
    createGroups,
    matchBy: options.matchBy,
    rows: options.skipBadRows ? "good" : "all",
    report,
  };
}

async function importTable(context: Context, name: string, options: ImportOptions, report?: string): Promise<Outcome> {
  const { call, io, output } = context;
  const file = resolve(io.cwd, name);
  const facts = await call("imports.inspect", {
    file,
    ...(options.header ? {} : { header: false }),
    headerRow: options.headerRow,
    encoding: options.encoding,
    delimiter: options.separator,
  });
  const input = inputOf(file, facts, options, report);
  if (options.dryRun) {
    const data = await call("imports.dryRun", input);
    const stopped = data.sums.refused > 0 && !options.skipBadRows;
    const outcome = text(stopped ? "cliImports.wouldBeRefused" : "cliImports.nothingChanged");
    return { data, words: describeImport(data, outcome, output.paint), negative: stopped };
  }
  const data = await call("imports.run", input);
  const outcome =
    data.importId === null
      ? text("cliImports.nothingToChange")
      : [
          text("cliImports.imported", { id: data.importId }),
          ...(data.sums.create > 0 ? [text("cliImports.lettersForNew", { id: data.importId })] : []),
        ];
  return { data, words: describeImport(data, outcome, output.paint) };
}

function importFile(context: Context, file: string, options: ImportOptions): Promise<Outcome> {
  const { report } = options;
  return report === undefined
    ? importTable(context, file, options)
    : withClaimedFile(context, report, (path) => importTable(context, file, options, path));
}

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("imports.list", {});
  return { data, words: describeImports(data.imports, output.paint) };
}

async function undo({ call }: Context, id: ImportId): Promise<Outcome> {
  const data = await call("imports.undo", { id });
  const { create, update } = data.sums;
  return {
    data,
    words: text("cliImports.undone", { removed: create, restored: update }),
  };
}

interface ExportOptions {
  group?: string;
  status?: UserStatus;
  search?: string;
  enrolment?: EnrolmentState;
  attention?: Attention;
  separator?: Delimiter;
}

async function exportFile(context: Context, file: string, options: ExportOptions): Promise<Outcome> {
  const { group, separator: by, ...filter } = options;
  return withClaimedFile(context, file, async (path) => {
    const inGroup = group === undefined ? {} : { group: (await findGroup(context, group)).id };
    const selection = { filter: { ...filter, ...inGroup } };
    const data = await context.call("imports.exportUsers", { file: path, selection, delimiter: by });
    return { data, words: text("cliImports.written", { count: data.rows, file: data.file }) };
  });
}

const separator = (command: "import" | "export") =>
  new Option("--separator <separator>", help(`helpPeople.${command}Separator`)).argParser(delimiter);

function addImport(people: Command, run: Run): void {
  people
    .command("import")
    .description(help("helpPeople.import"))
    .argument("<file>", help("helpPeople.importFile"))
    .option("--dry-run", help("helpPeople.importDryRun"))
    .option("--map <field=column>", help("helpPeople.importMap"), assignment)
    .addOption(separator("import"))
    .addOption(formerly("--delimiter <separator>", separator("import")))
    .addOption(new Option("--encoding <encoding>", help("helpPeople.importEncoding")).choices(Encoding.options))
    .option("--no-header", help("helpPeople.importNoHeader"))
    .option("--header-row <number>", help("helpPeople.importHeaderRow"), rowNumber)
    .option("--ignore <column>", help("helpPeople.importIgnore"), several)
    .option("--status <word=status>", help("helpPeople.importStatus"), statusWord)
    .option("--accept <what>", help("helpPeople.importAccept", { decisions: Object.keys(decisionNames) }), accepted)
    .option("--groups-by <separator>", help("helpPeople.importGroupsBy"), groupsBy)
    .addOption(
      new Option("--names <order>", help("helpPeople.importNames")).choices(["as-written", "last-first"] as const),
    )
    .addOption(
      new Option("--match-by <field>", help("helpPeople.importMatchBy")).choices(["username", "externalId"] as const),
    )
    .option("--no-update", help("helpPeople.importNoUpdate"))
    .option("--no-create-groups", help("helpPeople.importNoCreateGroups"))
    .option("--skip-bad-rows", help("helpPeople.importSkipBadRows"))
    .option("--report <file>", help("helpPeople.importReport"))
    .addHelpText(
      "after",
      examples(
        "$ countersign people import people.csv --dry-run",
        "$ countersign people import people.csv --map username=Login --map name=3 --skip-bad-rows --report results.csv",
        "$ countersign people import people.csv --status 'on call=active' --ignore State --accept same-email",
      ),
    )
    .action((file, options) => run((context) => importFile(context, file, options), { negative: ["IMPORT_REFUSED"] }));
}

/** Whole tables of people: import, undo, export. */
export function addTables(people: Command, run: Run): void {
  addImport(people, run);

  people
    .command("imports")
    .description(help("helpPeople.imports"))
    .addHelpText("after", examples("$ countersign people imports"))
    .action(() => run(list));

  people
    .command("undo")
    .description(help("helpPeople.undo"))
    .argument("<import>", help("help.id"), importId)
    .addHelpText("after", examples("$ countersign people undo 0197b2c4-5d6e-7f80-91a2-b3c4d5e6f708"))
    .action((id) => run((context) => undo(context, id), { negative: ["UNDO_REFUSED"] }));

  people
    .command("export")
    .description(help("helpPeople.export"))
    .argument("<file>", help("helpPeople.exportFile"))
    .option("--group <name>", help("help.inGroup"))
    .addOption(new Option("--status <status>", help("help.withStatus")).choices(UserStatus.options))
    .addOption(new Option("--enrolment <state>", help("help.inEnrolment")).choices(EnrolmentState.options))
    .addOption(new Option("--attention <reason>", help("help.needingAttention")).choices(Attention.options))
    .option("--search <text>", help("help.searchPeople"))
    .addOption(separator("export"))
    .addOption(formerly("--delimiter <separator>", separator("export")))
    .addHelpText("after", examples("$ countersign people export staff.csv --group Staff --status active"))
    .action((file, options) => run((context) => exportFile(context, file, options)));
}
