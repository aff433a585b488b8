import { resolve } from "node:path";
import { type Command, Option } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import { SeedField, type SeedReport, type SeedResult, Unsaid as UnsaidFields } from "#shared/contract/seeds.ts";
import { AppError } from "#shared/errors.ts";
import type { SeedImportId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { seedImportId, several } from "../options.ts";
import { describeSeedImports, describeSeedPresets, describeSeeds, describeSeedTable } from "../render/seeds.ts";
import type { Outcome, Run } from "../run.ts";
import { refused } from "../usage.ts";

type Columns = NonNullable<InputOf<"seeds.run">["columns"]>;

/** @throws InvalidArgumentError */
function column(given: string, before: Columns = {}): Columns {
  const at = given.indexOf("=");
  const name = nameKey(given.slice(0, Math.max(0, at)));
  const field = SeedField.options.find((one) => nameKey(one) === name);
  const number = given.slice(at + 1).trim();
  if (!field || !/^[1-9]\d{0,2}$/u.test(number)) throw refused(text("usage.seedColumn", { fields: SeedField.options }));
  return { ...before, [field]: Number(number) - 1 };
}

type Unsaid = NonNullable<InputOf<"seeds.run">["unsaid"]>;

/** @throws InvalidArgumentError */
function unsaid(given: string, before: Unsaid = {}): Unsaid {
  const at = given.indexOf("=");
  const field = given.slice(0, Math.max(0, at)).trim();
  const value = given.slice(at + 1).trim();
  const parsed = UnsaidFields.safeParse({ [field]: /^\d{1,15}$/u.test(value) ? Number(value) : value });
  if (!parsed.success) throw refused(text("usage.unsaid", { fields: Object.keys(UnsaidFields.shape) }));
  return { ...before, ...parsed.data };
}

interface Assignment {
  at: number;
  username: string;
}

/** @throws InvalidArgumentError */
function assignment(given: string, before: Assignment[] = []): Assignment[] {
  const [, number = "", username = ""] = /^([1-9]\d{0,6})=(.+)$/u.exec(given) ?? [];
  if (username.trim() === "") throw refused(text("usage.entryOwner"));
  return [...before, { at: Number(number), username: username.trim() }];
}

/** @throws InvalidArgumentError */
function entryNumbers(given: string, before: number[] = []): number[] {
  const numbers = given.split(",").map((one) => one.trim());
  if (numbers.some((one) => !/^[1-9]\d{0,6}$/u.test(one))) throw refused(text("usage.entryNumbers"));
  return [...before, ...numbers.map(Number)];
}

interface Options {
  columns?: true;
  dryRun?: true;
  format?: string;
  preset?: string;
  map?: Columns;
  keyForm?: "hex" | "base32";
  unsaid?: Unsaid;
  assign?: Assignment[];
  leaveOut?: number[];
  only?: string[];
  createPeople?: true;
  pending?: true;
  stock?: "unowned" | "all" | "none";
}

/** For programs: what is not there is left out. */
function plainResult({ owner, said, ownerless, likely, reason, serial, remarks, notKept, ...entry }: SeedResult) {
  return {
    ...entry,
    ...(said.length === 0 ? {} : { said }),
    ...(ownerless ? { ownerless } : {}),
    ...(likely.length === 0 ? {} : { likely: likely.map(({ username }) => username) }),
    ...(owner === null ? {} : { owner: owner.username, ...(owner.id === null ? { newOwner: true } : {}) }),
    ...(serial === "" ? {} : { serial }),
    ...(reason === null ? {} : { reason }),
    ...(remarks.length === 0 ? {} : { remarks }),
    ...(notKept.length === 0 ? {} : { notKept }),
  };
}

const passphrase = { message: text("cliSeeds.askPassphrase"), kind: "known" } as const;

/** Where the file needs one. A script that gives none is told so by what the file said. */
async function askFor({ secrets }: Context, needed: AppError): Promise<{ passphrase: string }> {
  try {
    return await secrets.ask({ passphrase });
  } catch (thrown) {
    throw secrets.interactive ? thrown : needed;
  }
}

async function withPassphrase<T>(context: Context, work: (given: { passphrase?: string }) => Promise<T>): Promise<T> {
  try {
    return await work({});
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== "FORMAT_PASSPHRASE_REQUIRED") throw thrown;
    return work(await askFor(context, thrown));
  }
}

const inputOf = ([file, ...moreFiles]: [string, ...string[]], options: Options): InputOf<"seeds.dryRun"> => ({
  file,
  ...(moreFiles.length === 0 ? {} : { moreFiles }),
  format: options.format,
  // Whoever gives the password of this file has chosen to try it, whatever it costs up to the ceiling.
  acceptCost: true,
  columns: options.map,
  secretForm: options.keyForm,
  unsaid: options.unsaid,
  assign: options.assign,
  leaveOut: options.leaveOut,
  only: options.only,
  unmatched: options.createPeople ? "create" : "leave",
  arrive: options.pending ? "pending" : "active",
  stock: options.stock,
});

/** What was remembered for a table; what is said beside it goes first. */
async function withPreset({ call }: Context, input: InputOf<"seeds.dryRun">, name: string | undefined) {
  if (name === undefined) return input;
  const { table } = await call("seeds.inspect", { file: input.file, preset: name });
  const { secretForm, unsaid: said } = table?.preset ?? {};
  return {
    ...input,
    columns: { ...table?.mapping, ...input.columns },
    secretForm: input.secretForm ?? secretForm,
    unsaid: { ...said, ...input.unsaid },
  };
}

const outcomeOf = (importId: SeedImportId | null): Text =>
  importId === null ? text("cliSeeds.nothingToImport") : text("cliSeeds.imported", { id: importId });

/** One entry for each entry of the file, whatever became of it. */
function told(report: SeedReport, outcome: Text, { output }: Context): Outcome {
  const { entries, ...rest } = report;
  return {
    data: { ...rest, entries: entries.map(plainResult) },
    words: describeSeeds(report, outcome, output.paint),
    negative: report.sums.refused > 0,
  };
}

async function showColumns(context: Context, file: string, { map, preset }: Options): Promise<Outcome> {
  const { call, output } = context;
  const data = await call("seeds.inspect", { file, columns: map, preset });
  return { data, words: describeSeedTable(data.table, output.paint), negative: data.table === null };
}

async function importSeeds(
  context: Context,
  [name, ...more]: [string, ...string[]],
  options: Options,
): Promise<Outcome> {
  const { call, io } = context;
  const first = resolve(io.cwd, name);
  if (options.columns) return showColumns(context, first, options);
  const input = inputOf([first, ...more.map((one) => resolve(io.cwd, one))], options);
  const asked = await withPreset(context, input, options.preset);
  return withPassphrase(context, async (given) => {
    const whole = { ...asked, ...given };
    if (options.dryRun) return told(await call("seeds.dryRun", whole), text("cliSeeds.nothingChanged"), context);
    const report = await call("seeds.run", whole);
    return told(report, outcomeOf(report.importId), context);
  });
}

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("seeds.list", {});
  return { data, words: describeSeedImports(data.imports, output.paint) };
}

async function listPresets({ call, output }: Context): Promise<Outcome> {
  const data = await call("seeds.presets", {});
  return { data, words: describeSeedPresets(data.presets, output.paint) };
}

async function undo({ call }: Context, id: SeedImportId): Promise<Outcome> {
  const data = await call("seeds.undo", { id });
  const { create, people } = data.sums;
  return { data, words: text("cliSeeds.undone", { count: create, people }) };
}

/** Authenticators and hardware tokens from other programs' files. */
export function addSeeds(program: Command, run: Run): void {
  program
    .command("import")
    .description(help("helpSeeds.import"))
    .argument("<file>", help("helpSeeds.file"))
    .argument("[more-files...]", help("helpSeeds.moreFiles"))
    .option("--columns", help("helpSeeds.columns"))
    .option("--dry-run", help("helpSeeds.dryRun"))
    .option("--format <format>", help("helpSeeds.format"))
    .option("--preset <name>", help("helpSeeds.preset"))
    .option("--map <field=column>", help("helpSeeds.map"), column)
    .addOption(new Option("--key-form <form>", help("helpSeeds.secretForm")).choices(["hex", "base32"] as const))
    .option("--unsaid <field=value>", help("helpSeeds.unsaid"), unsaid)
    .option("--assign <entry=username>", help("helpSeeds.assign"), assignment)
    .option("--leave-out <entries>", help("helpSeeds.leaveOut"), entryNumbers)
    .option("--only <person>", help("helpSeeds.only"), several)
    .option("--create-people", help("helpSeeds.createPeople"))
    .option("--pending", help("helpSeeds.pending"))
    .addOption(new Option("--stock <which>", help("helpSeeds.stock")).choices(["all", "unowned", "none"] as const))
    .addHelpText(
      "after",
      examples(
        "$ countersign import vault.json --dry-run",
        "$ countersign import devices.csv --map serial=1 --map secret=2 --key-form hex",
        "$ countersign import part1.png part2.png",
        "$ countersign import theirs.age --only alice --only bob --create-people",
        `$ echo '{"passphrase":"…"}' | countersign import aegis.json --assign 3=alice --json`,
      ),
    )
    .action((file, moreFiles, options) => run((context) => importSeeds(context, [file, ...moreFiles], options)));
  addSeedImports(program, run);
}

function addSeedImports(program: Command, run: Run): void {
  const imports = program
    .command("imports")
    .description(help("helpSeeds.imports"))
    .addHelpText("after", examples("$ countersign imports list"));
  imports
    .command("list")
    .description(help("helpSeeds.list"))
    .addHelpText("after", examples("$ countersign imports list"))
    .action(() => run(list));
  imports
    .command("presets")
    .description(help("helpSeeds.presets"))
    .addHelpText("after", examples("$ countersign imports presets"))
    .action(() => run(listPresets));
  imports
    .command("undo")
    .description(help("helpSeeds.undo"))
    .argument("<import>", help("help.id"), seedImportId)
    .addHelpText("after", examples("$ countersign imports undo 0197b2c4-5d6e-7f80-91a2-b3c4d5e6f708"))
    .action((id) => run((context) => undo(context, id), { negative: ["UNDO_REFUSED"] }));
}
