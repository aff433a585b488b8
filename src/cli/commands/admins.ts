import { Argument, type Command, Option } from "@commander-js/extra-typings";
import type { Administrator } from "#shared/contract/admins.ts";
import { AppError } from "#shared/errors.ts";
import { nameKey } from "#shared/model/text.ts";
import { everyRole, type Role, Role as Roles } from "#shared/model/records.ts";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { describeAdministrator, describeAdministrators, describeInvitation } from "../render/administration.ts";
import { printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

/** @throws AppError NOT_FOUND */
async function byName({ call }: Context, name: string): Promise<Administrator> {
  const { administrators } = await call("admins.list", {});
  const found = administrators.find((admin) => nameKey(admin.name) === nameKey(name));
  if (!found) throw new AppError("NOT_FOUND", { message: `There is no administrator named ${printable(name)}.` });
  return found;
}

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("admins.list", {});
  return { data, text: describeAdministrators(data.administrators, output.paint) };
}

async function invite({ call }: Context, name: string, role: Role): Promise<Outcome> {
  const data = await call("admins.invite", { name, role });
  return { data, text: describeInvitation(data) };
}

async function inviteAgain(context: Context, name: string): Promise<Outcome> {
  const { id } = await byName(context, name);
  const data = await context.call("admins.inviteAgain", { id });
  return { data, text: describeInvitation(data) };
}

async function setRole(context: Context, name: string, role: Role, reason: string): Promise<Outcome> {
  const { id } = await byName(context, name);
  const data = await context.call("admins.setRole", { id, role, reason });
  return { data, text: describeAdministrator(data) };
}

async function change(context: Context, act: "enable" | "unlock", name: string): Promise<Outcome> {
  const { id } = await byName(context, name);
  const data = await context.call(`admins.${act}`, { id });
  return { data, text: describeAdministrator(data) };
}

async function disable(context: Context, name: string, reason: string): Promise<Outcome> {
  const { id } = await byName(context, name);
  const data = await context.call("admins.disable", { id, reason });
  return { data, text: describeAdministrator(data) };
}

async function remove(context: Context, name: string, reason: string): Promise<Outcome> {
  const admin = await byName(context, name);
  const data = await context.call("admins.remove", { id: admin.id, reason });
  return { data, text: `${printable(admin.name)} is no longer an administrator.` };
}

async function reset(context: Context, name: string, reason: string): Promise<Outcome> {
  const { id } = await byName(context, name);
  const data = await context.call("admins.resetSecondFactor", { id, reason });
  return { data, text: describeInvitation(data) };
}

function addInviting(admins: Command, run: Run): void {
  admins
    .command("list")
    .description("List the administrators")
    .addHelpText("after", examples("$ countersign admins list"))
    .action(() => run(list));

  admins
    .command("invite")
    .description("Add an administrator, with a one-time code for the first sign-in")
    .argument("<name>", "the administrator's sign-in name")
    .addOption(new Option("--role <role>", "what the administrator may do").choices(everyRole).makeOptionMandatory())
    .addHelpText("after", examples("$ countersign admins invite erik --role helpdesk"))
    .action((name, { role }) => run((context) => invite(context, name, Roles.parse(role))));

  admins
    .command("invite-again")
    .description("Make a new one-time code to replace an unused one")
    .argument("<name>", "the administrator")
    .addHelpText("after", examples("$ countersign admins invite-again erik"))
    .action((name) => run((context) => inviteAgain(context, name)));

  admins
    .command("reset")
    .description("Revoke the second factor and make a one-time code for enrolling a new one")
    .argument("<name>", "the administrator")
    .requiredOption("--reason <text>", "for the audit log")
    .addHelpText("after", examples("$ countersign admins reset erik --reason 'Lost the phone'"))
    .action((name, { reason }) => run((context) => reset(context, name, reason)));
}

function addChanges(admins: Command, run: Run): void {
  admins
    .command("role")
    .description("Change an administrator's role")
    .argument("<name>", "the administrator")
    .addArgument(new Argument("<role>", "the new role").choices(everyRole))
    .requiredOption("--reason <text>", "for the audit log")
    .addHelpText("after", examples("$ countersign admins role erik operator --reason 'Moves to enrolment'"))
    .action((name, role, { reason }) => run((context) => setRole(context, name, Roles.parse(role), reason)));

  for (const [act, title, work] of [
    ["disable", "Refuse sign-in until the administrator is enabled again", disable],
    ["remove", "Remove permanently; past actions stay in the audit log", remove],
  ] as const) {
    admins
      .command(act)
      .description(title)
      .argument("<name>", "the administrator")
      .requiredOption("--reason <text>", "for the audit log")
      .addHelpText("after", examples(`$ countersign admins ${act} erik --reason 'Left the company'`))
      .action((name, { reason }) => run((context) => work(context, name, reason)));
  }

  for (const [act, title] of [
    ["enable", "Enable a disabled administrator again"],
    ["unlock", "Clear the wrong attempts and the wait after them"],
  ] as const) {
    admins
      .command(act)
      .description(title)
      .argument("<name>", "the administrator")
      .addHelpText("after", examples(`$ countersign admins ${act} erik`))
      .action((name) => run((context) => change(context, act, name)));
  }
}

export function addAdmins(program: Command, run: Run): void {
  const admins = program
    .command("admins")
    .description("Administrators: who may do what")
    .addHelpText("after", examples("$ countersign admins list", "$ countersign admins invite erik --role helpdesk"));
  addInviting(admins, run);
  addChanges(admins, run);
}
