import type { Command } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { confirmByTyping } from "../confirm.ts";
import type { Context } from "../context.ts";
import { findGroup } from "../groups.ts";
import { examples } from "../options.ts";
import { describeGroup, describeGroups } from "../render/groups.ts";
import { plural, printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("groups.list", {});
  return { data, text: describeGroups(data.groups, output.paint) };
}

async function add({ call }: Context, input: InputOf<"groups.add">): Promise<Outcome> {
  const data = await call("groups.add", input);
  return { data, text: describeGroup(data) };
}

async function edit(context: Context, name: string, changes: Omit<InputOf<"groups.edit">, "id">): Promise<Outcome> {
  if (Object.keys(changes).length === 0) {
    throw new AppError("INVALID_INPUT", { message: "Say what to change: --name or --description." });
  }
  const { id } = await findGroup(context, name);
  const data = await context.call("groups.edit", { id, ...changes });
  return { data, text: describeGroup(data) };
}

async function remove(context: Context, name: string, yes: boolean): Promise<Outcome> {
  const group = await findGroup(context, name);
  if (context.secrets.interactive && !yes) {
    await confirmByTyping(
      context,
      "delete",
      `This deletes the group ${printable(group.name)}. Its ${plural(group.members, "member")} will not be deleted.`,
    );
  }
  const data = await context.call("groups.delete", { id: group.id });
  return { data, text: `The group ${printable(group.name)} was deleted.` };
}

const which = "name or id";

export function addGroups(program: Command, run: Run): void {
  const groups = program
    .command("groups")
    .description("Groups of people")
    .addHelpText("after", examples("$ countersign groups add 'Night shift'"));

  groups
    .command("list")
    .description("List the groups with their sizes")
    .addHelpText("after", examples("$ countersign groups list"))
    .action(() => run(list));

  groups
    .command("add")
    .description("Add a group")
    .argument("<name>", "the group's name")
    .option("--description <text>", "what it is for")
    .addHelpText("after", examples("$ countersign groups add 'Night shift' --description 'Wards 3 to 5'"))
    .action((name, options) => run((context) => add(context, { name, ...options })));

  groups
    .command("edit")
    .description("Change a group's name or description")
    .argument("<group>", which)
    .option("--name <name>", "the new name")
    .option("--description <text>", "the new description")
    .addHelpText("after", examples("$ countersign groups edit 'Night shift' --name Nights"))
    .action((group, changes) => run((context) => edit(context, group, changes)));

  groups
    .command("delete")
    .description("Delete a group, but not its members")
    .argument("<group>", which)
    .option("--yes", "do not ask first", false)
    .addHelpText("after", examples("$ countersign groups delete Nights"))
    .action((group, { yes }) => run((context) => remove(context, group, yes)));
}
