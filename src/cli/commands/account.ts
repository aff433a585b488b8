import type { Command } from "@commander-js/extra-typings";
import type { OutputOf } from "#shared/contract/index.ts";
import { ownCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { describeAccount } from "../render/administration.ts";
import { describePending } from "../render/enrolment.ts";
import type { Outcome, Run } from "../run.ts";

const shown = ({ output }: Context, data: OutputOf<"account.get">): Outcome => ({
  data,
  text: describeAccount(data, output.paint),
});

/** Whether a new password is acceptable, or why not. */
const judge =
  ({ call }: Context) =>
  async (password: string): Promise<true | string> => {
    const { acceptable, warning } = await call("access.passwordStrength", { password });
    return acceptable || (warning ?? "This password is too easy to guess.");
  };

async function changePassword(context: Context): Promise<Outcome> {
  const { password, newPassword } = await context.secrets.ask({
    password: { message: "Current password", kind: "known" },
    newPassword: { message: "New password", kind: "new", judge: judge(context) },
  });
  const data = await context.call("account.changePassword", { current: password, next: newPassword });
  return { data, text: "Password changed. All your other sessions have ended." };
}

async function addAuthenticator(
  context: Context,
  input: { label?: string | undefined; replaces?: string | undefined },
): Promise<Outcome> {
  const pending = await context.call("account.beginAuthenticator", input);
  if (!context.secrets.interactive) return { data: pending, text: await describePending(pending, false) };
  context.output.notice(await describePending(pending, true));
  const { code } = await context.secrets.ask({ code: { message: "Code from the new authenticator", kind: "code" } });
  return shown(context, await context.call("account.confirmAuthenticator", { tokenId: pending.tokenId, code }));
}

async function confirmAuthenticator(context: Context, tokenId: string): Promise<Outcome> {
  const { code } = await context.secrets.ask({ code: { message: "Code from the new authenticator", kind: "code" } });
  return shown(context, await context.call("account.confirmAuthenticator", { tokenId, code }));
}

async function regenerate(context: Context): Promise<Outcome> {
  const data = await context.call("account.regenerateBackupCodes", {});
  return { data, ...ownCodes(context, data) };
}

function addAuthenticators(account: Command, run: Run): void {
  account
    .command("add-authenticator")
    .description("Enrol another authenticator for yourself")
    .option("--label <text>", "tells your authenticators apart")
    .option("--replaces <id>", "the authenticator it replaces")
    .addHelpText("after", examples("$ countersign account add-authenticator --label 'Spare phone'"))
    .action((options) => run((context) => addAuthenticator(context, options)));

  account
    .command("confirm-authenticator")
    .description("Confirm a new authenticator with a code from it (in a script)")
    .argument("<id>", "as given by add-authenticator")
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign account confirm-authenticator 0193…`))
    .action((tokenId) => run((context) => confirmAuthenticator(context, tokenId)));

  account
    .command("remove-authenticator")
    .description("Revoke one of your authenticators")
    .argument("<id>", "as shown by `account show`")
    .addHelpText("after", examples("$ countersign account remove-authenticator 0193…"))
    .action((tokenId) =>
      run(async (context) => shown(context, await context.call("account.removeAuthenticator", { tokenId }))),
    );

  account
    .command("backup-codes")
    .description("Void your backup codes and make new ones")
    .addHelpText("after", examples("$ countersign account backup-codes"))
    .action(() => run(regenerate));

  account
    .command("second-factor-off")
    .description("Turn off your second factor, where the policy allows it")
    .addHelpText("after", examples("$ countersign account second-factor-off"))
    .action(() => run(async (context) => shown(context, await context.call("account.turnOffSecondFactor", {}))));
}

export function addAccount(program: Command, run: Run): void {
  const account = program
    .command("account")
    .description("Your own password, authenticators, backup codes and sessions")
    .addHelpText("after", examples("$ countersign account show", "$ countersign account password"));

  account
    .command("show")
    .description("Show all of these")
    .addHelpText("after", examples("$ countersign account show"))
    .action(() => run(async (context) => shown(context, await context.call("account.get", {}))));

  account
    .command("password")
    .description("Change your password")
    .addHelpText(
      "after",
      examples(
        "$ countersign account password",
        `$ echo '{"password":"…","newPassword":"…","freshCode":"123456"}' | countersign account password`,
      ),
    )
    .action(() => run(changePassword));

  addAuthenticators(account, run);

  account
    .command("end-session")
    .description("End one of your sessions")
    .argument("<id>", "as shown by `account show`")
    .addHelpText("after", examples("$ countersign account end-session 0193…"))
    .action((id) => run(async (context) => shown(context, await context.call("account.endSession", { id }))));

  account
    .command("end-other-sessions")
    .description("End all your sessions except this one")
    .addHelpText("after", examples("$ countersign account end-other-sessions"))
    .action(() => run(async (context) => shown(context, await context.call("account.endOtherSessions", {}))));
}
