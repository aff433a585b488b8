import { resolve } from "node:path";
import { Command, type OptionValues } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { personCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { enrolInTerminal } from "../guided-enrolment.ts";
import { algorithm, digits, examples, kind, period, userRef, whoHelp } from "../options.ts";
import { warnIfExposed } from "../new-path.ts";
import { withNewFile } from "../new-file.ts";
import { describePending, sameAsAdministrator } from "../render/enrolment.ts";
import { pngQr } from "../render/qr.ts";
import { describeToken } from "../render/tokens.ts";
import type { Outcome, Run } from "../run.ts";
import { loadTerminal } from "../terminal.ts";
import { addEnrolBulk } from "./enrol-bulk.ts";

type Form = Omit<InputOf<"tokens.begin">, "user">;

async function begin(
  context: Context,
  user: string,
  { qr, ...form }: Form & { qr?: string | undefined },
): Promise<Outcome> {
  const { call, io, output } = context;
  const start = () => call("tokens.begin", { ...form, user: userRef(user) });
  const data =
    qr === undefined
      ? await start()
      : await withNewFile(context, qr, async (write) => {
          const pending = await start();
          try {
            await write(await pngQr(pending.uri));
            const { isExposed } = await loadTerminal();
            warnIfExposed(context, await isExposed(resolve(io.cwd, qr)));
          } catch (error) {
            await call("tokens.cancel", { tokenId: pending.tokenId }, { evenIfCancelled: true });
            throw error;
          }
          return pending;
        });
  const shown = await describePending(data, !output.json && io.stdout.isTTY === true);
  const note = data.sameAsAdministrator ? `\n\n${sameAsAdministrator}` : "";
  return { data, text: `${shown}${note}\n\nFinish with: countersign enrol confirm ${data.tokenId}` };
}

async function confirm(context: Context, tokenId: string): Promise<Outcome> {
  const { call, secrets } = context;
  const { code } = await secrets.ask({
    code: { message: "Code from the new authenticator", kind: "code" },
  });
  const data = await call("tokens.confirm", { tokenId, code });
  const { text, ...rest } = personCodes(context, data);
  return { ...rest, data, text: `${describeToken(data.token)}\n\n${text}` };
}

async function cancel({ call }: Context, tokenId: string): Promise<Outcome> {
  const data = await call("tokens.cancel", { tokenId });
  return { data, text: "Enrolment cancelled." };
}

const forms = <Args extends unknown[], Opts extends OptionValues>(command: Command<Args, Opts>) =>
  command
    .option("--label <text>", "tells a person's authenticators apart")
    .option("--kind <kind>", "time-based (totp) or counter-based (hotp); default: the policy's", kind)
    .option("--algorithm <name>", "SHA1, SHA256 or SHA512; default: the policy's", algorithm)
    .option("--digits <number>", "6 or 8; default: the policy's", digits)
    .option("--period <seconds>", "30 or 60; default: the policy's", period)
    .option("--replaces <id>", "the authenticator that this one replaces once it is confirmed");

/** `enrol bgein alice` would count as two people: report the mistyped command instead. */
function refuseExcess(words: readonly string[], steps: readonly string[]): void {
  const [first] = words;
  if (words.length <= 1 || first === undefined) return;
  const twin = new Command("enrol").exitOverride().configureOutput({ writeErr: () => undefined });
  for (const step of steps) twin.command(step);
  twin.parse([first], { from: "user" });
}

function addGuided(enrol: Command, run: Run): void {
  const guided = enrol
    .command("guided", { isDefault: true })
    .description("Begin and confirm in one go, with the QR code in the terminal (what `enrol PERSON` does)")
    .argument("<person>", whoHelp)
    .allowExcessArguments();
  forms(guided)
    .addHelpText("after", examples("$ countersign enrol alice"))
    .action((user, form) => {
      refuseExcess(
        guided.args,
        enrol.commands.map((command) => command.name()),
      );
      return run(
        async (context) => {
          if (!context.secrets.interactive) {
            throw new AppError("INVALID_INPUT", {
              message:
                "`enrol PERSON` needs a terminal. In a script, use `enrol begin PERSON` and then `enrol confirm ID`.",
            });
          }
          return enrolInTerminal(context, { ...form, user: userRef(user) });
        },
        { negative: ["ENROLMENT_CODE_WRONG"] },
      );
    });
}

export function addEnrol(program: Command, run: Run): void {
  const enrol = program
    .command("enrol")
    .description("Enrol an authenticator; `enrol PERSON` does it in one go in a terminal")
    .usage("[options] <person> | [command]")
    .addHelpText("after", examples("$ countersign enrol alice"));

  forms(enrol.command("begin").argument("<person>", whoHelp))
    .description("Begin an enrolment: a new authenticator, pending until it is confirmed")
    .option("--qr <file.png>", "write the QR code to a new file (mode 0600)")
    .addHelpText("after", examples("$ countersign enrol begin alice --label phone --qr alice.png"))
    .action((user, options) => run((context) => begin(context, user, options)));

  enrol
    .command("confirm")
    .description("Activate the authenticator with a code from it")
    .argument("<id>", "as given by `enrol begin`")
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign enrol confirm 0193… --json`))
    .action((tokenId) => run((context) => confirm(context, tokenId), { negative: ["ENROLMENT_CODE_WRONG"] }));

  enrol
    .command("cancel")
    .description("Cancel a pending enrolment")
    .argument("<id>", "as given by `enrol begin`")
    .addHelpText("after", examples("$ countersign enrol cancel 0193…"))
    .action((tokenId) => run((context) => cancel(context, tokenId)));

  addEnrolBulk(enrol, run);
  addGuided(enrol, run);
}
