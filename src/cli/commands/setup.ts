import type { Command } from "@commander-js/extra-typings";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { text } from "#shared/texts/text.ts";
import { ownCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { describeSetup } from "../render/enrolment.ts";
import type { Outcome, Run } from "../run.ts";
import { withPassphrase } from "../unlocking.ts";

type Begin = Omit<InputOf<"setup.begin">, "password" | "passphrase">;

/** Without a keychain, a passphrase can open the keys instead of the password; says so before asking. */
async function askToBegin({ secrets, output, call }: Context, { owner, organisation }: Begin) {
  let ask = false;
  if (secrets.interactive) {
    const { keychain } = await call("system.status", {});
    ask = keychain.state === "unavailable";
  }
  if (ask) {
    output.notice(text("cliAccess.noKeychain"));
  }
  return secrets.ask({
    password: {
      message: text("cliSecrets.chooseOwnersPassword"),
      kind: "new",
      judge: async (password) => {
        const inputs = [owner, organisation].map((word) => word.slice(0, 200));
        const { acceptable, warning } = await call("access.passwordStrength", { password, inputs });
        return acceptable || (warning ?? text("passwords.tooEasy"));
      },
    },
    passphrase: {
      message: text("cliSecrets.choosePassphrase"),
      kind: "new",
      optional: true,
      ask,
    },
  });
}

async function showSecrets(context: Context, data: OutputOf<"setup.begin">): Promise<Outcome> {
  const qr = !context.output.json && context.io.stdout.isTTY === true;
  return { data, words: await describeSetup(data, qr) };
}

async function begin(context: Context, options: Begin): Promise<Outcome> {
  const answers = await askToBegin(context, options);
  return showSecrets(context, await context.call("setup.begin", { ...options, ...answers }));
}

async function resume(context: Context): Promise<Outcome> {
  const { password, passphrase } = await context.secrets.ask({
    password: { message: text("cliSecrets.ownersPassword"), kind: "known" },
    passphrase: { message: text("cliSecrets.passphrase"), kind: "known", optional: true },
  });
  const data = await withPassphrase(context, passphrase, (opener) =>
    context.call("setup.resume", { password, passphrase: opener }),
  );
  return showSecrets(context, data);
}

async function confirm(context: Context): Promise<Outcome> {
  const { password, code, passphrase } = await context.secrets.ask({
    password: { message: text("cliSecrets.ownersPassword"), kind: "known" },
    code: { message: text("cliSecrets.code"), kind: "code" },
    passphrase: { message: text("cliSecrets.passphrase"), kind: "known", optional: true },
  });
  const data = await withPassphrase(context, passphrase, (opener) =>
    context.call("setup.confirm", { password, code, passphrase: opener }),
  );
  const done = text("cliAccess.setUp", { name: data.session.name });
  const { words: codes, ...rest } = ownCodes(context, data);
  return { ...rest, data, words: [done, "", codes] };
}

export function addSetup(program: Command, run: Run): void {
  const setup = program
    .command("setup")
    .description(help("helpSetup.about"))
    .addHelpText("after", examples("$ countersign setup begin --organisation 'Example Ltd' --owner dana"));

  setup
    .command("begin")
    .description(help("helpSetup.begin"))
    .requiredOption("--organisation <name>", help("helpSetup.beginOrganisation"))
    .requiredOption("--owner <name>", help("helpSetup.beginOwner"))
    .option("--issuer <name>", help("helpSetup.beginIssuer"))
    .addHelpText(
      "after",
      examples(
        "$ countersign setup begin --organisation 'Example Ltd' --owner dana",
        `$ echo '{"password":"…"}' | countersign setup begin --organisation 'Example Ltd' --owner dana --json`,
      ),
    )
    .action((options) => run((context) => begin(context, options)));

  setup
    .command("resume")
    .description(help("helpSetup.resume"))
    .addHelpText("after", examples("$ countersign setup resume"))
    .action(() => run(resume));

  setup
    .command("confirm")
    .description(help("helpSetup.confirm"))
    .addHelpText("after", examples("$ countersign setup confirm"))
    .action(() => run(confirm));
}
