import type { Command } from "@commander-js/extra-typings";
import type { OutputOf } from "#shared/contract/index.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { ownCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { describeAccount } from "../render/administration.ts";
import { describePending } from "../render/enrolment.ts";
import type { Outcome, Run } from "../run.ts";

const shown = ({ output }: Context, data: OutputOf<"account.get">): Outcome => ({
  data,
  words: describeAccount(data, output.paint),
});

/** Whether a new password is acceptable, or why not. */
const judge =
  ({ call }: Context) =>
  async (password: string): Promise<true | Text> => {
    const { acceptable, warning } = await call("access.passwordStrength", { password });
    return acceptable || (warning ?? text("passwords.tooEasy"));
  };

async function changePassword(context: Context): Promise<Outcome> {
  const { password, newPassword } = await context.secrets.ask({
    password: { message: text("cliSecrets.currentPassword"), kind: "known" },
    newPassword: { message: text("cliSecrets.newPassword"), kind: "new", judge: judge(context) },
  });
  const data = await context.call("account.changePassword", { current: password, next: newPassword });
  return { data, words: text("cliAdmins.passwordChanged") };
}

async function addAuthenticator(
  context: Context,
  input: { label?: string | undefined; replaces?: string | undefined },
): Promise<Outcome> {
  const pending = await context.call("account.beginAuthenticator", input);
  if (!context.secrets.interactive) return { data: pending, words: await describePending(pending, false) };
  context.output.notice(await describePending(pending, true));
  const { code } = await context.secrets.ask({ code: { message: text("cliSecrets.codeOfNew"), kind: "code" } });
  return shown(context, await context.call("account.confirmAuthenticator", { tokenId: pending.tokenId, code }));
}

async function confirmAuthenticator(context: Context, tokenId: string): Promise<Outcome> {
  const { code } = await context.secrets.ask({ code: { message: text("cliSecrets.codeOfNew"), kind: "code" } });
  return shown(context, await context.call("account.confirmAuthenticator", { tokenId, code }));
}

async function regenerate(context: Context): Promise<Outcome> {
  const data = await context.call("account.regenerateBackupCodes", {});
  return { data, ...ownCodes(context, data) };
}

function addAuthenticators(account: Command, run: Run): void {
  account
    .command("add-authenticator")
    .description(help("helpAccount.addAuthenticator"))
    .option("--label <text>", help("helpAccount.addAuthenticatorLabel"))
    .option("--replaces <id>", help("help.replaces"))
    .addHelpText("after", examples("$ countersign account add-authenticator --label 'Spare phone'"))
    .action((options) => run((context) => addAuthenticator(context, options)));

  account
    .command("confirm-authenticator")
    .description(help("helpAccount.confirmAuthenticator"))
    .argument("<id>", help("helpAccount.confirmAuthenticatorId"))
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign account confirm-authenticator 0193…`))
    .action((tokenId) => run((context) => confirmAuthenticator(context, tokenId)));

  account
    .command("remove-authenticator")
    .description(help("helpAccount.removeAuthenticator"))
    .argument("<id>", help("help.ownId"))
    .addHelpText("after", examples("$ countersign account remove-authenticator 0193…"))
    .action((tokenId) =>
      run(async (context) => shown(context, await context.call("account.removeAuthenticator", { tokenId }))),
    );

  account
    .command("backup-codes")
    .description(help("helpAccount.backupCodes"))
    .addHelpText("after", examples("$ countersign account backup-codes"))
    .action(() => run(regenerate));

  account
    .command("second-factor-off")
    .description(help("helpAccount.secondFactorOff"))
    .addHelpText("after", examples("$ countersign account second-factor-off"))
    .action(() => run(async (context) => shown(context, await context.call("account.turnOffSecondFactor", {}))));
}

export function addAccount(program: Command, run: Run): void {
  const account = program
    .command("account")
    .description(help("helpAccount.about"))
    .addHelpText("after", examples("$ countersign account show", "$ countersign account password"));

  account
    .command("show")
    .description(help("helpAccount.show"))
    .addHelpText("after", examples("$ countersign account show"))
    .action(() => run(async (context) => shown(context, await context.call("account.get", {}))));

  account
    .command("password")
    .description(help("helpAccount.password"))
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
    .description(help("helpAccount.endSession"))
    .argument("<id>", help("help.ownId"))
    .addHelpText("after", examples("$ countersign account end-session 0193…"))
    .action((id) => run(async (context) => shown(context, await context.call("account.endSession", { id }))));

  account
    .command("end-other-sessions")
    .description(help("helpAccount.endOtherSessions"))
    .addHelpText("after", examples("$ countersign account end-other-sessions"))
    .action(() => run(async (context) => shown(context, await context.call("account.endOtherSessions", {}))));
}
