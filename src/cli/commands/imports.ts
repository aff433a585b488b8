import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { type CsvFacts, Delimiter, Encoding, ImportField, type Mapping } from "#shared/contract/exchange.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { ImportId } from "#shared/model/ids.ts";
import { EnrolmentState, UserStatus } from "#shared/model/records.ts";
import { nameKey } from "#shared/model/text.ts";
import { withClaimedFile } from "../claimed-file.ts";
import type { Context } from "../context.ts";
import { findGroup } from "../groups.ts";
import { examples } from "../options.ts";
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

/** @throws AppError INVALID_INPUT */
function indexOf(column: string, { columns }: CsvFacts): number {
  const named = columns.find(({ header }) => nameKey(header) === nameKey(column));
  const numbered = /^\d{1,4}$/u.test(column) ? columns[Number(column) - 1] : undefined;
  const found = named ?? numbered;
  if (!found) {
    const names = columns.map(({ header, index }) => header || String(index + 1)).join(", ");
    throw new AppError("INVALID_INPUT", { message: `There is no column ${column}. The columns are: ${names}.` });
  }
  return found.index;
}

function mappingOf(facts: CsvFacts, assignments: readonly Assignment[]): Mapping {
  const mapping = { ...facts.mapping };
  for (const { field, column } of assignments) {
    if (column === "") delete mapping[field];
    else mapping[field] = indexOf(column, facts);
  }
  return mapping;
}

interface ImportOptions {
  dryRun?: true;
  map?: Assignment[];
  delimiter?: Delimiter;
  encoding?: Encoding;
  header: boolean;
  matchBy?: "username" | "externalId";
  update: boolean;
  createGroups: boolean;
  skipBadRows?: true;
  report?: string;
}

async function importTable(context: Context, name: string, options: ImportOptions, report?: string): Promise<Outcome> {
  const { call, io, output } = context;
  const file = resolve(io.cwd, name);
  const { header, update, createGroups } = options;
  const facts = await call("imports.inspect", {
    file,
    header,
    encoding: options.encoding,
    delimiter: options.delimiter,
  });
  const input: InputOf<"imports.dryRun"> = {
    file,
    header,
    encoding: facts.encoding,
    delimiter: facts.delimiter,
    mapping: mappingOf(facts, options.map ?? []),
    update,
    createGroups,
    matchBy: options.matchBy,
    rows: options.skipBadRows ? "good" : "all",
    report,
  };
  if (options.dryRun) {
    const data = await call("imports.dryRun", input);
    const stopped = data.sums.refused > 0 && !options.skipBadRows;
    const outcome = stopped ? "Would be refused: some rows cannot be imported." : "Nothing was changed yet.";
    return { data, text: describeImport(data, outcome, output.paint), negative: stopped };
  }
  const data = await call("imports.run", input);
  const outcome =
    data.importId === null
      ? "There was nothing to change."
      : `Imported. To undo it: countersign users undo ${data.importId}`;
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
  return { data, text: `Undone: ${plural(create, "user")} removed, ${plural(update, "user")} put back.` };
}

interface ExportOptions {
  group?: string;
  status?: UserStatus;
  search?: string;
  enrolment?: EnrolmentState;
  delimiter?: Delimiter;
}

async function exportFile(context: Context, file: string, options: ExportOptions): Promise<Outcome> {
  const { group, delimiter: by, ...filter } = options;
  return withClaimedFile(context, file, async (path) => {
    const inGroup = group === undefined ? {} : { group: (await findGroup(context, group)).id };
    const selection = { filter: { ...filter, ...inGroup } };
    const data = await context.call("imports.exportUsers", { file: path, selection, delimiter: by });
    return { data, text: `${plural(data.rows, "user")} written to ${data.file}` };
  });
}

/** @throws InvalidArgumentError */
function importId(text: string): ImportId {
  const parsed = ImportId.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError("It must be the id of an import: see countersign users imports.");
  return parsed.data;
}

function addImport(users: Command, run: Run): void {
  users
    .command("import")
    .description("Add and change users from a CSV table: all of it or nothing")
    .argument("<file>", "the table, as another program exports it")
    .option("--dry-run", "only say what would be done with each row")
    .option("--map <field=column>", "which column holds what: its name or its number, for example name=3", assignment)
    .option("--delimiter <delimiter>", "comma, semicolon, tab or pipe (default: found out)", delimiter)
    .addOption(new Option("--encoding <encoding>", "of the file (default: found out)").choices(Encoding.options))
    .option("--no-header", "the first row is a user, not the columns' names")
    .addOption(
      new Option("--match-by <field>", "how a row finds its user").choices(["username", "externalId"] as const),
    )
    .option("--no-update", "leave users who are known as they are")
    .option("--no-create-groups", "refuse rows with groups that do not exist")
    .option("--skip-bad-rows", "import the good rows and leave the others out")
    .option("--report <file>", "write the verdict of every row to a new file")
    .addHelpText(
      "after",
      examples(
        "$ countersign users import people.csv --dry-run",
        "$ countersign users import people.csv --map username=Login --map name=3 --skip-bad-rows --report verdicts.csv",
      ),
    )
    .action((file, options) => run((context) => importFile(context, file, options), { negative: ["IMPORT_REFUSED"] }));
}

/** What is done with whole tables of users. */
export function addTables(users: Command, run: Run): void {
  addImport(users, run);

  users
    .command("imports")
    .description("List what was imported, newest first")
    .addHelpText("after", examples("$ countersign users imports"))
    .action(() => run(list));

  users
    .command("undo")
    .description("Undo an import, while nothing else has changed its users")
    .argument("<import>", "its id", importId)
    .addHelpText("after", examples("$ countersign users undo 0197b2c4-5d6e-7f80-91a2-b3c4d5e6f708"))
    .action((id) => run((context) => undo(context, id), { negative: ["UNDO_REFUSED"] }));

  users
    .command("export")
    .description("Write users to a new CSV table that can be imported again")
    .argument("<file>", "conventionally name.csv")
    .option("--group <name>", "only members of this group")
    .addOption(new Option("--status <status>", "only these").choices(UserStatus.options))
    .addOption(new Option("--enrolment <state>", "only these").choices(EnrolmentState.options))
    .option("--search <text>", "any part of name, username, e-mail or external id")
    .option("--delimiter <delimiter>", "comma, semicolon, tab or pipe (default: comma)", delimiter)
    .addHelpText("after", examples("$ countersign users export staff.csv --group Staff --status active"))
    .action((file, options) => run((context) => exportFile(context, file, options)));
}
