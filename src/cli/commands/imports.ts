import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
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
import { withClaimedFile } from "../claimed-file.ts";
import type { Context } from "../context.ts";
import { findGroup } from "../groups.ts";
import { formerly } from "../former-names.ts";
import { examples, importId } from "../options.ts";
import { describeImport, describeImports } from "../render/imports.ts";
import { plural } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

const delimiterNames: Readonly<Record<string, Delimiter>> = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" };

/** @throws InvalidArgumentError */
function delimiter(text: string): Delimiter {
  const parsed = Delimiter.safeParse(delimiterNames[text.toLowerCase()] ?? text);
  if (!parsed.success) throw new InvalidArgumentError("It must be comma, semicolon, tab or pipe.");
  return parsed.data;
}

interface Assignment {
  field: ImportField;
  /** A column's name, or its number from 1; empty: none. */
  column: string;
}

/** @throws InvalidArgumentError */
function assignment(text: string, before: Assignment[] = []): Assignment[] {
  const at = text.indexOf("=");
  const name = nameKey(text.slice(0, Math.max(0, at)));
  const field = ImportField.options.find((one) => nameKey(one) === name);
  if (!field) throw new InvalidArgumentError(`Write FIELD=COLUMN with one of ${ImportField.options.join(", ")}.`);
  return [...before, { field, column: text.slice(at + 1).trim() }];
}

const namesOf = (columns: CsvFacts["columns"]): string =>
  columns.map(({ header, index }) => header || String(index + 1)).join(", ");

/** @throws AppError INVALID_INPUT */
function indexOf(column: string, { columns }: CsvFacts): number {
  const named = columns.filter(({ header }) => nameKey(header) === nameKey(column));
  if (named.length > 1) {
    const numbers = named.map(({ index }) => index + 1).join(", ");
    throw new AppError("INVALID_INPUT", {
      message: `There are ${named.length} columns ${column}. Name the one you mean by its number: ${numbers}.`,
    });
  }
  const numbered = /^\d{1,4}$/u.test(column) ? columns[Number(column) - 1] : undefined;
  const found = named[0] ?? numbered;
  if (!found) {
    throw new AppError("INVALID_INPUT", {
      message: `There is no column ${column}. The columns are: ${namesOf(columns)}.`,
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
function groupsBy(text: string): GroupsBy {
  const parsed = GroupsBy.safeParse(groupSeparators[text.toLowerCase()] ?? text);
  if (!parsed.success) throw new InvalidArgumentError("It must be comma, semicolon, pipe, line or none.");
  return parsed.data;
}

/** @throws InvalidArgumentError */
function statusWord(text: string, before: Record<string, UserStatus> = {}): Record<string, UserStatus> {
  const at = text.lastIndexOf("=");
  const status = UserStatus.safeParse(
    text
      .slice(at + 1)
      .trim()
      .toLowerCase(),
  );
  if (at < 0 || !status.success) throw new InvalidArgumentError("Write WORD=STATUS with active, disabled or left.");
  return { ...before, [text.slice(0, at).trim()]: status.data };
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
function accepted(text: string, before: AcceptedDecision[] = []): AcceptedDecision[] {
  const parsed = AcceptedDecision.safeParse(decisionNames[text.toLowerCase()] ?? text);
  if (!parsed.success) throw new InvalidArgumentError(`It must be one of ${Object.keys(decisionNames).join(", ")}.`);
  return [...new Set([...before, parsed.data])];
}

const rowNumber = (text: string): number => {
  if (!/^[1-9]\d{0,2}$/u.test(text)) throw new InvalidArgumentError("It must be the number of a row, from 1.");
  return Number(text);
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
    throw new AppError("INVALID_INPUT", {
      message: `Say which column contains the ${key === "username" ? "username" : "external id"}: --map ${key}=COLUMN. The columns are: ${namesOf(facts.columns)}.`,
    });
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
    const outcome = stopped ? "Would be refused: some rows cannot be imported." : "Nothing has been changed.";
    return { data, text: describeImport(data, outcome, output.paint), negative: stopped };
  }
  const data = await call("imports.run", input);
  const outcome =
    data.importId === null
      ? "There was nothing to change."
      : [
          `Imported. To undo it: countersign people undo ${data.importId}`,
          ...(data.sums.create > 0
            ? [`Letters for the new people: countersign enrol bulk --added-by ${data.importId} --letters FOLDER`]
            : []),
        ].join("\n");
  return { data, text: describeImport(data, outcome, output.paint) };
}

function importFile(context: Context, file: string, options: ImportOptions): Promise<Outcome> {
  const { report } = options;
  return report === undefined
    ? importTable(context, file, options)
    : withClaimedFile(context, report, (path) => importTable(context, file, options, path));
}

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("imports.list", {});
  return { data, text: describeImports(data.imports, output.paint) };
}

async function undo({ call }: Context, id: ImportId): Promise<Outcome> {
  const data = await call("imports.undo", { id });
  const { create, update } = data.sums;
  return {
    data,
    text: `Undone: ${plural(create, "person", "people")} removed, ${plural(update, "person", "people")} restored.`,
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
    return { data, text: `${plural(data.rows, "person", "people")} written to ${data.file}` };
  });
}

const separator = (usual: string) =>
  new Option("--separator <separator>", `comma, semicolon, tab or pipe (default: ${usual})`).argParser(delimiter);

const many = (text: string, before: string[] = []): string[] => [...before, text];

function addImport(people: Command, run: Run): void {
  people
    .command("import")
    .description("Add and change people from a CSV table: all rows or none")
    .argument("<file>", "the table, as another program exported it")
    .option("--dry-run", "only show what would be done with each row")
    .option(
      "--map <field=column>",
      "which column a field comes from: its name or number, for example name=3",
      assignment,
    )
    .addOption(separator("detected"))
    .addOption(formerly("--delimiter <separator>", separator("detected")))
    .addOption(new Option("--encoding <encoding>", "the file's encoding (default: detected)").choices(Encoding.options))
    .option("--no-header", "the table has no row of column names")
    .option("--header-row <number>", "the row with the column names (default: detected)", rowNumber)
    .option("--ignore <column>", "leave a column out: its name or number", many)
    .option("--status <word=status>", "what a word in the table means, for example 'on call=active'", statusWord)
    .option("--accept <what>", `accept without changes: ${Object.keys(decisionNames).join(", ")}`, accepted)
    .option("--groups-by <separator>", "comma, semicolon, pipe, line or none (default: detected)", groupsBy)
    .addOption(
      new Option("--names <order>", "the order in full names (default: detected)").choices([
        "as-written",
        "last-first",
      ] as const),
    )
    .addOption(
      new Option("--match-by <field>", "how a row is matched to a person").choices(["username", "externalId"] as const),
    )
    .option("--no-update", "do not change people who are already known")
    .option("--no-create-groups", "refuse rows that name unknown groups")
    .option("--skip-bad-rows", "import the good rows and leave out the others")
    .option("--report <file>", "write the result of every row to a new file")
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
    .description("List imports, newest first")
    .addHelpText("after", examples("$ countersign people imports"))
    .action(() => run(list));

  people
    .command("undo")
    .description("Undo an import, while nothing else has changed its people")
    .argument("<import>", "its id", importId)
    .addHelpText("after", examples("$ countersign people undo 0197b2c4-5d6e-7f80-91a2-b3c4d5e6f708"))
    .action((id) => run((context) => undo(context, id), { negative: ["UNDO_REFUSED"] }));

  people
    .command("export")
    .description("Write people to a new CSV table that can be imported again")
    .argument("<file>", "the new file, usually name.csv")
    .option("--group <name>", "only members of this group")
    .addOption(new Option("--status <status>", "only people with this status").choices(UserStatus.options))
    .addOption(new Option("--enrolment <state>", "only people in this state").choices(EnrolmentState.options))
    .addOption(
      new Option("--attention <reason>", "only people who need attention for this reason").choices(Attention.options),
    )
    .option("--search <text>", "any part of name, username, e-mail or external id")
    .addOption(separator("comma"))
    .addOption(formerly("--delimiter <separator>", separator("comma")))
    .addHelpText("after", examples("$ countersign people export staff.csv --group Staff --status active"))
    .action((file, options) => run((context) => exportFile(context, file, options)));
}
