import { Argument, type Command, Option } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { Attention, ReturnChoice, UserSort } from "#shared/contract/directory.ts";
import { EnrolmentState, UserStatus } from "#shared/model/records.ts";
import { confirmByTyping } from "../confirm.ts";
import type { Context } from "../context.ts";
import { findGroup, findGroups } from "../groups.ts";
import { examples, positiveInteger, userRef, whoHelp } from "../options.ts";
import { collect } from "../pages.ts";
import { describeUser, describeUserDetail, describeUsers } from "../render/people.ts";
import { printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";
import { addTables } from "./imports.ts";

/** An input with its groups by name. */
type Named<Input extends "users.add" | "users.edit"> = Omit<InputOf<Input>, "id" | "groups"> & { group?: string[] };
type Search = Pick<InputOf<"users.list">, "search" | "status" | "enrolment" | "attention" | "sort"> & {
  group?: string;
};

/** Collects a group each time the option is given. */
const several = (name: string, before: string[] = []): string[] => [...before, name];

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
  return { data, text: describeUser(data) };
}

async function list(context: Context, { group, ...search }: Search, limit: number): Promise<Outcome> {
  const { call, output } = context;
  const filter = group === undefined ? search : { ...search, group: (await findGroup(context, group)).id };
  const first = await call("users.list", { ...filter, limit: 1 });
  const { rows } = await collect(limit, (size, cursor) => call("users.list", { ...filter, limit: size, cursor }));
  const total = first.total ?? { count: rows.length, exact: false };
  return { data: { users: rows, total }, text: describeUsers(rows, total, output.paint) };
}

async function show({ call, output }: Context, user: string): Promise<Outcome> {
  const data = await call("users.get", { user: userRef(user) });
  return { data, text: describeUserDetail(data, output.paint) };
}

async function edit(context: Context, user: string, changes: Named<"users.edit">): Promise<Outcome> {
  if (Object.keys(changes).length === 0) {
    throw new AppError("INVALID_INPUT", {
      message: "Say what to change: --username, --name, --email, --external-id, --group or --notes.",
    });
  }
  const { id } = await context.call("users.get", { user: userRef(user) });
  const data = await context.call("users.edit", { id, ...(await withGroups(context, changes)) });
  return { data, text: describeUser(data) };
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
  return { data, text: describeUser(data) };
}

async function remove(context: Context, name: string, yes: boolean): Promise<Outcome> {
  const user = await context.call("users.get", { user: userRef(name) });
  if (context.secrets.interactive && !yes) {
    await confirmByTyping(
      context,
      "delete",
      `This deletes ${printable(user.username)} permanently, with authenticators and backup codes.`,
    );
  }
  const data = await context.call("users.delete", { user: { id: user.id } });
  return { data, text: `${printable(user.username)} was deleted.` };
}

function addReading(people: Command, run: Run): void {
  people
    .command("list")
    .description("List and search")
    .option("--search <text>", "any part of name, username, e-mail or external id")
    .addOption(new Option("--status <status>", "only people with this status").choices(UserStatus.options))
    .addOption(new Option("--enrolment <state>", "only people in this state").choices(EnrolmentState.options))
    .addOption(
      new Option("--attention <reason>", "only people who need attention for this reason").choices(Attention.options),
    )
    .option("--group <name>", "only members of this group")
    .addOption(new Option("--sort <order>", "the order of the list").choices(UserSort.options))
    .option("--limit <number>", "at most this many", positiveInteger, 50)
    .addHelpText("after", examples("$ countersign people list --search ali --limit 20"))
    .action(({ limit, ...search }) => run((context) => list(context, search, limit)));

  people
    .command("show")
    .description("Show a person with authenticators and backup codes")
    .argument("<person>", whoHelp)
    .addHelpText("after", examples("$ countersign people show alice"))
    .action((user) => run((context) => show(context, user)));
}

function addEditing(people: Command, run: Run): void {
  people
    .command("add")
    .description("Add a person")
    .requiredOption("--username <name>", "the account's name in your systems")
    .option("--name <name>", "the person's name")
    .option("--email <address>", "the person's e-mail address")
    .option("--external-id <id>", "the number or name in another system")
    .option("--group <name>", "a group that the person is in; may be given several times", several)
    .option("--notes <text>", "anything else worth knowing")
    .addHelpText(
      "after",
      examples("$ countersign people add --username alice --name 'Alice Ahn' --email alice@example.org"),
    )
    .action((user) => run((context) => add(context, user)));

  people
    .command("edit")
    .description("Change a person's details or groups")
    .argument("<person>", whoHelp)
    .option("--username <name>", "the new username")
    .option("--name <name>", "the new name")
    .option("--email <address>", "the new e-mail address")
    .option("--external-id <id>", "the new number or name in another system")
    .option("--group <name>", "replaces all groups; may be given several times, empty for none", several)
    .option("--notes <text>", "the new notes")
    .addHelpText("after", examples("$ countersign people edit alice --name 'Alice Berg'"))
    .action((user, changes) => run((context) => edit(context, user, changes)));

  people
    .command("delete")
    .description("Delete a person permanently, with authenticators and backup codes")
    .argument("<person>", whoHelp)
    .option("--yes", "do not ask first", false)
    .addHelpText("after", examples("$ countersign people delete alice"))
    .action((user, { yes }) => run((context) => remove(context, user, yes)));
}

const returningOption = () =>
  new Option(
    "--returning <choice>",
    "for a person who had left: keep or revoke the authenticators and backup codes from before",
  ).choices(ReturnChoice.options);

function addStatus(people: Command, run: Run): void {
  people
    .command("status")
    .description("Set a person's status: codes are accepted only while it is active")
    .argument("<person>", whoHelp)
    .addArgument(new Argument("<status>", "the new status").choices(UserStatus.options))
    .addOption(returningOption())
    .addHelpText("after", examples("$ countersign people status alice left"))
    .action((user, status, choice) => run((context) => setStatus(context, user, status, choice)));

  people
    .command("disable")
    .description("Disable a person: codes are no longer accepted")
    .argument("<person>", whoHelp)
    .addOption(returningOption())
    .addHelpText("after", examples("$ countersign people disable alice"))
    .action((user, choice) => run((context) => setStatus(context, user, "disabled", choice)));

  people
    .command("enable")
    .description("Enable a disabled person again")
    .argument("<person>", whoHelp)
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
    .description("The people whose codes are checked")
    .addHelpText("after", examples("$ countersign people add --username alice"));
  addReading(people, run);
  addEditing(people, run);
  addStatus(people, run);
  addTables(people, run);
}
