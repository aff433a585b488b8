import type { Command } from "@commander-js/extra-typings";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { ownCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
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
    output.notice(
      "This computer's keychain cannot be used. The console's keys will open with a passphrase, or with your password if you leave the passphrase empty.",
    );
  }
  return secrets.ask({
    password: {
      message: "Choose the owner's password",
      kind: "new",
      judge: async (password) => {
        const inputs = [owner, organisation].map((word) => word.slice(0, 200));
        const { acceptable, warning } = await call("access.passwordStrength", { password, inputs });
        return acceptable || (warning ?? "This password is too easy to guess.");
      },
    },
    passphrase: {
      message: "Choose a passphrase (or leave it empty)",
      kind: "new",
      optional: true,
      ask,
    },
  });
}

async function showSecrets(context: Context, data: OutputOf<"setup.begin">): Promise<Outcome> {
  const qr = !context.output.json && context.io.stdout.isTTY === true;
  return { data, text: await describeSetup(data, qr) };
}

async function begin(context: Context, options: Begin): Promise<Outcome> {
  const answers = await askToBegin(context, options);
  return showSecrets(context, await context.call("setup.begin", { ...options, ...answers }));
}

async function resume(context: Context): Promise<Outcome> {
  const { password, passphrase } = await context.secrets.ask({
    password: { message: "The owner's password", kind: "known" },
    passphrase: { message: "Passphrase", kind: "known", optional: true },
  });
  const data = await withPassphrase(context, passphrase, (opener) =>
    context.call("setup.resume", { password, passphrase: opener }),
  );
  return showSecrets(context, data);
}

async function confirm(context: Context): Promise<Outcome> {
  const { password, code, passphrase } = await context.secrets.ask({
    password: { message: "The owner's password", kind: "known" },
    code: { message: "Code from the authenticator app", kind: "code" },
    passphrase: { message: "Passphrase", kind: "known", optional: true },
  });
  const data = await withPassphrase(context, passphrase, (opener) =>
    context.call("setup.confirm", { password, code, passphrase: opener }),
  );
  const done = `The console is set up and ${data.session.name} is signed in.`;
  const { text, ...rest } = ownCodes(context, data);
  return { ...rest, data, text: `${done}\n\n${text}` };
}

export function addSetup(program: Command, run: Run): void {
  const setup = program
    .command("setup")
    .description("Set this console up: its first owner and keys")
    .addHelpText("after", examples("$ countersign setup begin --organisation 'Example Ltd' --owner dana"));

  setup
    .command("begin")
    .description("Create the database, its keys and the owner's authenticator")
    .requiredOption("--organisation <name>", "the organisation's name")
    .requiredOption("--owner <name>", "the owner's sign-in name")
    .option("--issuer <name>", "shown in authenticator apps (default: the organisation's name)")
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
    .description("Resume an interrupted set-up: the same authenticator, a new recovery key")
    .addHelpText("after", examples("$ countersign setup resume"))
    .action(() => run(resume));

  setup
    .command("confirm")
    .description("Confirm the owner's authenticator, finish the set-up and sign in")
    .addHelpText("after", examples("$ countersign setup confirm"))
    .action(() => run(confirm));
}
