import { Argument, type Command, Option } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { Attention, ReturnChoice, UserSort } from "#shared/contract/directory.ts";
import { EnrolmentState, UserStatus } from "#shared/model/records.ts";
import { text } from "#shared/texts/text.ts";
import { confirmByTyping } from "../confirm.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { findGroup, findGroups } from "../groups.ts";
import { positiveInteger, several, userRef } from "../options.ts";
import { collect } from "../pages.ts";
import { describeUser, describeUserDetail, describeUsers } from "../render/people.ts";
import type { Outcome, Run } from "../run.ts";
import { addTables } from "./imports.ts";

/** An input with its groups by name. */
type Named<Input extends "users.add" | "users.edit"> = Omit<InputOf<Input>, "id" | "groups"> & { group?: string[] };
type Search = Pick<InputOf<"users.list">, "search" | "status" | "enrolment" | "attention" | "sort"> & {
  group?: string;
};

async function withGroups<Rest>(
  context: Context,
  { group, ...rest }: { group?: string[] } & Rest,
): Promise<Omit<{ group?: string[] } & Rest, "group"> & Pick<InputOf<"users.edit">, "groups">> {
  if (group === undefined) return rest;
  const names = group.filter((name) => name !== "");
  return { ...rest, groups: (await findGroups(context, names)).map(({ id }) => id) };
}

async function add(context: Context, user: Named<"users.add">): Promise<Outcome> {
  const data = await context.call("users.add", await withGroups(context, user));
  return { data, words: describeUser(data) };
}

async function list(context: Context, { group, ...search }: Search, limit: number): Promise<Outcome> {
  const { call, output } = context;
  const filter = group === undefined ? search : { ...search, group: (await findGroup(context, group)).id };
  const first = await call("users.list", { ...filter, limit: 1 });
  const { rows } = await collect(limit, (size, cursor) => call("users.list", { ...filter, limit: size, cursor }));
  const total = first.total ?? { count: rows.length, exact: false };
  return { data: { users: rows, total }, words: describeUsers(rows, total, output.paint) };
}

async function show({ call, output }: Context, user: string): Promise<Outcome> {
  const data = await call("users.get", { user: userRef(user) });
  return { data, words: describeUserDetail(data, output.paint) };
}

async function edit(context: Context, user: string, changes: Named<"users.edit">): Promise<Outcome> {
  if (Object.keys(changes).length === 0) {
    throw new AppError("INVALID_INPUT", {
      text: text("cliPeople.sayWhat"),
    });
  }
  const { id } = await context.call("users.get", { user: userRef(user) });
  const data = await context.call("users.edit", { id, ...(await withGroups(context, changes)) });
  return { data, words: describeUser(data) };
}

interface Returning {
  returning?: ReturnChoice | undefined;
}

async function setStatus(
  { call }: Context,
  user: string,
  status: UserStatus,
  { returning }: Returning,
): Promise<Outcome> {
  const data = await call("users.setStatus", { user: userRef(user), status, returning });
  return { data, words: describeUser(data) };
}

async function remove(context: Context, name: string, yes: boolean): Promise<Outcome> {
  const user = await context.call("users.get", { user: userRef(name) });
  if (context.secrets.interactive && !yes) {
    await confirmByTyping(context, "delete", text("cliPeople.confirmDelete", { name: user.username }));
  }
  const data = await context.call("users.delete", { user: { id: user.id } });
  return { data, words: text("cliPeople.deleted", { name: user.username }) };
}

function addReading(people: Command, run: Run): void {
  people
    .command("list")
    .description(help("helpPeople.list"))
    .option("--search <text>", help("help.searchPeople"))
    .addOption(new Option("--status <status>", help("help.withStatus")).choices(UserStatus.options))
    .addOption(new Option("--enrolment <state>", help("help.inEnrolment")).choices(EnrolmentState.options))
    .addOption(new Option("--attention <reason>", help("help.needingAttention")).choices(Attention.options))
    .option("--group <name>", help("help.inGroup"))
    .addOption(new Option("--sort <order>", help("helpPeople.listSort")).choices(UserSort.options))
    .option("--limit <number>", help("help.limit"), positiveInteger, 50)
    .addHelpText("after", examples("$ countersign people list --search ali --limit 20"))
    .action(({ limit, ...search }) => run((context) => list(context, search, limit)));

  people
    .command("show")
    .description(help("helpPeople.show"))
    .argument("<person>", help("help.person"))
    .addHelpText("after", examples("$ countersign people show alice"))
    .action((user) => run((context) => show(context, user)));
}

function addEditing(people: Command, run: Run): void {
  people
    .command("add")
    .description(help("helpPeople.add"))
    .requiredOption("--username <name>", help("helpPeople.addUsername"))
    .option("--name <name>", help("helpPeople.addName"))
    .option("--email <address>", help("helpPeople.addEmail"))
    .option("--external-id <id>", help("helpPeople.addExternalId"))
    .option("--group <name>", help("helpPeople.addGroup"), several)
    .option("--notes <text>", help("helpPeople.addNotes"))
    .addHelpText(
      "after",
      examples("$ countersign people add --username alice --name 'Alice Ahn' --email alice@example.org"),
    )
    .action((user) => run((context) => add(context, user)));

  people
    .command("edit")
    .description(help("helpPeople.edit"))
    .argument("<person>", help("help.person"))
    .option("--username <name>", help("helpPeople.editUsername"))
    .option("--name <name>", help("help.newName"))
    .option("--email <address>", help("helpPeople.editEmail"))
    .option("--external-id <id>", help("helpPeople.editExternalId"))
    .option("--group <name>", help("helpPeople.editGroup"), several)
    .option("--notes <text>", help("helpPeople.editNotes"))
    .addHelpText("after", examples("$ countersign people edit alice --name 'Alice Berg'"))
    .action((user, changes) => run((context) => edit(context, user, changes)));

  people
    .command("delete")
    .description(help("helpPeople.delete"))
    .argument("<person>", help("help.person"))
    .option("--yes", help("help.yes"), false)
    .addHelpText("after", examples("$ countersign people delete alice"))
    .action((user, { yes }) => run((context) => remove(context, user, yes)));
}

const returningOption = () =>
  new Option("--returning <choice>", help("helpPeople.returning")).choices(ReturnChoice.options);

function addStatus(people: Command, run: Run): void {
  people
    .command("status")
    .description(help("helpPeople.status"))
    .argument("<person>", help("help.person"))
    .addArgument(new Argument("<status>", help("helpPeople.statusStatus")).choices(UserStatus.options))
    .addOption(returningOption())
    .addHelpText("after", examples("$ countersign people status alice left"))
    .action((user, status, choice) => run((context) => setStatus(context, user, status, choice)));

  people
    .command("disable")
    .description(help("helpPeople.disable"))
    .argument("<person>", help("help.person"))
    .addOption(returningOption())
    .addHelpText("after", examples("$ countersign people disable alice"))
    .action((user, choice) => run((context) => setStatus(context, user, "disabled", choice)));

  people
    .command("enable")
    .description(help("helpPeople.enable"))
    .argument("<person>", help("help.person"))
    .addOption(returningOption())
    .addHelpText(
      "after",
      examples("$ countersign people enable alice", "$ countersign people enable bob --returning revoke"),
    )
    .action((user, choice) => run((context) => setStatus(context, user, "active", choice)));
}

export function addPeople(program: Command, run: Run): void {
  const people = program
    .command("people")
    .alias("users")
    .description(help("helpPeople.about"))
    .addHelpText("after", examples("$ countersign people add --username alice"));
  addReading(people, run);
  addEditing(people, run);
  addStatus(people, run);
  addTables(people, run);
}
