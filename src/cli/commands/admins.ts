import { Argument, type Command, Option } from "@commander-js/extra-typings";
import type { Administrator } from "#shared/contract/admins.ts";
import { AppError } from "#shared/errors.ts";
import { nameKey } from "#shared/model/text.ts";
import { everyRole, type Role, Role as Roles } from "#shared/model/records.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { describeAdministrator, describeAdministrators, describeInvitation } from "../render/administration.ts";
import { printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

/** @throws AppError NOT_FOUND */
async function byName({ call }: Context, name: string): Promise<Administrator> {
  const { administrators } = await call("admins.list", {});
  const found = administrators.find((admin) => nameKey(admin.name) === nameKey(name));
  if (!found) throw new AppError("NOT_FOUND", { text: text("cliAdmins.none", { name: printable(name) }) });
  return found;
}

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("admins.list", {});
  return { data, words: describeAdministrators(data.administrators, output.paint) };
}

async function invite({ call }: Context, name: string, role: Role): Promise<Outcome> {
  const data = await call("admins.invite", { name, role });
  return { data, words: describeInvitation(data) };
}

async function inviteAgain(context: Context, name: string): Promise<Outcome> {
  const { id } = await byName(context, name);
  const data = await context.call("admins.inviteAgain", { id });
  return { data, words: describeInvitation(data) };
}

async function setRole(context: Context, name: string, role: Role, reason: string): Promise<Outcome> {
  const { id } = await byName(context, name);
  const data = await context.call("admins.setRole", { id, role, reason });
  return { data, words: describeAdministrator(data) };
}

async function change(context: Context, act: "enable" | "unlock", name: string): Promise<Outcome> {
  const { id } = await byName(context, name);
  const data = await context.call(`admins.${act}`, { id });
  return { data, words: describeAdministrator(data) };
}

async function disable(context: Context, name: string, reason: string): Promise<Outcome> {
  const { id } = await byName(context, name);
  const data = await context.call("admins.disable", { id, reason });
  return { data, words: describeAdministrator(data) };
}

async function remove(context: Context, name: string, reason: string): Promise<Outcome> {
  const admin = await byName(context, name);
  const data = await context.call("admins.remove", { id: admin.id, reason });
  return { data, words: text("cliAdmins.removed", { name: admin.name }) };
}

async function reset(context: Context, name: string, reason: string): Promise<Outcome> {
  const { id } = await byName(context, name);
  const data = await context.call("admins.resetSecondFactor", { id, reason });
  return { data, words: describeInvitation(data) };
}

function addInviting(admins: Command, run: Run): void {
  admins
    .command("list")
    .description(help("helpAdmins.list"))
    .addHelpText("after", examples("$ countersign admins list"))
    .action(() => run(list));

  admins
    .command("invite")
    .description(help("helpAdmins.invite"))
    .argument("<name>", help("helpAdmins.inviteName"))
    .addOption(new Option("--role <role>", help("helpAdmins.inviteRole")).choices(everyRole).makeOptionMandatory())
    .addHelpText("after", examples("$ countersign admins invite erik --role helpdesk"))
    .action((name, { role }) => run((context) => invite(context, name, Roles.parse(role))));

  admins
    .command("invite-again")
    .description(help("helpAdmins.inviteAgain"))
    .argument("<name>", help("help.administrator"))
    .addHelpText("after", examples("$ countersign admins invite-again erik"))
    .action((name) => run((context) => inviteAgain(context, name)));

  admins
    .command("reset")
    .description(help("helpAdmins.reset"))
    .argument("<name>", help("help.administrator"))
    .requiredOption("--reason <text>", help("help.reason"))
    .addHelpText("after", examples("$ countersign admins reset erik --reason 'Lost the phone'"))
    .action((name, { reason }) => run((context) => reset(context, name, reason)));
}

function addChanges(admins: Command, run: Run): void {
  admins
    .command("role")
    .description(help("helpAdmins.role"))
    .argument("<name>", help("help.administrator"))
    .addArgument(new Argument("<role>", help("helpAdmins.roleRole")).choices(everyRole))
    .requiredOption("--reason <text>", help("help.reason"))
    .addHelpText("after", examples("$ countersign admins role erik operator --reason 'Moves to enrolment'"))
    .action((name, role, { reason }) => run((context) => setRole(context, name, Roles.parse(role), reason)));

  for (const [act, work] of [
    ["disable", disable],
    ["remove", remove],
  ] as const) {
    admins
      .command(act)
      .description(help(`helpAdmins.${act}`))
      .argument("<name>", help("help.administrator"))
      .requiredOption("--reason <text>", help("help.reason"))
      .addHelpText("after", examples(`$ countersign admins ${act} erik --reason 'Left the company'`))
      .action((name, { reason }) => run((context) => work(context, name, reason)));
  }

  for (const act of ["enable", "unlock"] as const) {
    admins
      .command(act)
      .description(help(`helpAdmins.${act}`))
      .argument("<name>", help("help.administrator"))
      .addHelpText("after", examples(`$ countersign admins ${act} erik`))
      .action((name) => run((context) => change(context, act, name)));
  }
}

export function addAdmins(program: Command, run: Run): void {
  const admins = program
    .command("admins")
    .description(help("helpAdmins.about"))
    .addHelpText("after", examples("$ countersign admins list", "$ countersign admins invite erik --role helpdesk"));
  addInviting(admins, run);
  addChanges(admins, run);
}
