import type { Command } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { confirmByTyping } from "../confirm.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { findGroup } from "../groups.ts";
import { describeGroup, describeGroups } from "../render/groups.ts";
import type { Outcome, Run } from "../run.ts";

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("groups.list", {});
  return { data, words: describeGroups(data.groups, output.paint) };
}

async function add({ call }: Context, input: InputOf<"groups.add">): Promise<Outcome> {
  const data = await call("groups.add", input);
  return { data, words: describeGroup(data) };
}

async function edit(context: Context, name: string, changes: Omit<InputOf<"groups.edit">, "id">): Promise<Outcome> {
  if (Object.keys(changes).length === 0) {
    throw new AppError("INVALID_INPUT", { text: text("cliPeople.sayWhatOfGroup") });
  }
  const { id } = await findGroup(context, name);
  const data = await context.call("groups.edit", { id, ...changes });
  return { data, words: describeGroup(data) };
}

async function remove(context: Context, name: string, yes: boolean): Promise<Outcome> {
  const group = await findGroup(context, name);
  if (context.secrets.interactive && !yes) {
    await confirmByTyping(
      context,
      "delete",
      text("cliPeople.confirmDeleteGroup", { name: group.name, count: group.members }),
    );
  }
  const data = await context.call("groups.delete", { id: group.id });
  return { data, words: text("cliPeople.groupDeleted", { name: group.name }) };
}

export function addGroups(program: Command, run: Run): void {
  const groups = program
    .command("groups")
    .description(help("helpGroups.about"))
    .addHelpText("after", examples("$ countersign groups add 'Night shift'"));

  groups
    .command("list")
    .description(help("helpGroups.list"))
    .addHelpText("after", examples("$ countersign groups list"))
    .action(() => run(list));

  groups
    .command("add")
    .description(help("helpGroups.add"))
    .argument("<name>", help("helpGroups.addName"))
    .option("--description <text>", help("helpGroups.addDescription"))
    .addHelpText("after", examples("$ countersign groups add 'Night shift' --description 'Wards 3 to 5'"))
    .action((name, options) => run((context) => add(context, { name, ...options })));

  groups
    .command("edit")
    .description(help("helpGroups.edit"))
    .argument("<group>", help("helpGroups.group"))
    .option("--name <name>", help("help.newName"))
    .option("--description <text>", help("helpGroups.editDescription"))
    .addHelpText("after", examples("$ countersign groups edit 'Night shift' --name Nights"))
    .action((group, changes) => run((context) => edit(context, group, changes)));

  groups
    .command("delete")
    .description(help("helpGroups.delete"))
    .argument("<group>", help("helpGroups.group"))
    .option("--yes", help("help.yes"), false)
    .addHelpText("after", examples("$ countersign groups delete Nights"))
    .action((group, { yes }) => run((context) => remove(context, group, yes)));
}
