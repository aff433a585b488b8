import { type Command, Option } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { UserStatus } from "#shared/model/records.ts";
import type { Context } from "../context.ts";
import { examples, positiveInteger, userRef } from "../options.ts";
import { collect } from "../pages.ts";
import { describeUser, describeUserDetail, describeUsers } from "../render/people.ts";
import type { Outcome, Run } from "../run.ts";

type Search = Pick<InputOf<"users.list">, "search" | "status">;
type Changes = Omit<InputOf<"users.edit">, "id">;

async function add({ call }: Context, user: InputOf<"users.add">): Promise<Outcome> {
  const data = await call("users.add", user);
  return { data, text: describeUser(data) };
}

async function list({ call, output }: Context, search: Search, limit: number): Promise<Outcome> {
  const { rows, last } = await collect(limit, (size, cursor) => call("users.list", { ...search, limit: size, cursor }));
  const data = { users: rows, total: last.total };
  return { data, text: describeUsers(rows, last.total, output.paint) };
}

async function show({ call, output }: Context, user: string): Promise<Outcome> {
  const data = await call("users.get", { user: userRef(user) });
  return { data, text: describeUserDetail(data, output.paint) };
}

async function edit({ call }: Context, user: string, changes: Changes): Promise<Outcome> {
  if (Object.keys(changes).length === 0) {
    throw new AppError("INVALID_INPUT", {
      message: "Say what to change: --username, --name or --email.",
    });
  }
  const { id } = await call("users.get", { user: userRef(user) });
  const data = await call("users.edit", { id, ...changes });
  return { data, text: describeUser(data) };
}

async function setStatus(
  { call }: Context,
  procedure: "users.disable" | "users.enable",
  user: string,
): Promise<Outcome> {
  const data = await call(procedure, { user: userRef(user) });
  return { data, text: describeUser(data) };
}

const who = "username or id";

function addReading(users: Command, run: Run): void {
  users
    .command("list")
    .description("List and search")
    .option("--search <text>", "beginnings of words in username, name or e-mail")
    .addOption(new Option("--status <status>", "only these").choices(UserStatus.options))
    .option("--limit <number>", "at most this many", positiveInteger, 50)
    .addHelpText("after", examples("$ countersign users list --search ali --limit 20"))
    .action(({ limit, ...search }) => run((context) => list(context, search, limit)));

  users
    .command("show")
    .description("Show a user with authenticators and backup codes")
    .argument("<user>", who)
    .addHelpText("after", examples("$ countersign users show alice"))
    .action((user) => run((context) => show(context, user)));
}

function addChanging(users: Command, run: Run): void {
  users
    .command("add")
    .description("Add a user")
    .requiredOption("--username <name>", "the account's name in your systems")
    .option("--name <name>", "the person's name")
    .option("--email <address>", "the person's e-mail address")
    .addHelpText(
      "after",
      examples("$ countersign users add --username alice --name 'Alice Ahn' --email alice@example.org"),
    )
    .action((user) => run((context) => add(context, user)));

  users
    .command("edit")
    .description("Change a user's names or address")
    .argument("<user>", who)
    .option("--username <name>", "the new username")
    .option("--name <name>", "the new name")
    .option("--email <address>", "the new e-mail address")
    .addHelpText("after", examples("$ countersign users edit alice --name 'Alice Berg'"))
    .action((user, changes) => run((context) => edit(context, user, changes)));

  users
    .command("disable")
    .description("Disable a user: no code is accepted any more")
    .argument("<user>", who)
    .addHelpText("after", examples("$ countersign users disable alice"))
    .action((user) => run((context) => setStatus(context, "users.disable", user)));

  users
    .command("enable")
    .description("Enable a disabled user again")
    .argument("<user>", who)
    .addHelpText("after", examples("$ countersign users enable alice"))
    .action((user) => run((context) => setStatus(context, "users.enable", user)));
}

export function addUsers(program: Command, run: Run): void {
  const users = program
    .command("users")
    .description("The people whose codes are checked")
    .addHelpText("after", examples("$ countersign users add --username alice"));
  addReading(users, run);
  addChanging(users, run);
}
