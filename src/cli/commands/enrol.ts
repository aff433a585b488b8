import { resolve } from "node:path";
import { Command, type OptionValues } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { personCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { enrolInTerminal } from "../guided-enrolment.ts";
import { algorithm, digits, kind, period, userRef } from "../options.ts";
import { warnIfExposed } from "../new-path.ts";
import { withNewFile } from "../new-file.ts";
import { describePending } from "../render/enrolment.ts";
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
  const note = data.sameAsAdministrator ? ["", text("cliEnrolment.sameAsAdministrator")] : [];
  return { data, words: [shown, ...note, "", text("cliEnrolment.finish", { id: data.tokenId })] };
}

async function confirm(context: Context, tokenId: string): Promise<Outcome> {
  const { call, secrets } = context;
  const { code } = await secrets.ask({
    code: { message: text("cliSecrets.codeOfNew"), kind: "code" },
  });
  const data = await call("tokens.confirm", { tokenId, code });
  const { words, ...rest } = personCodes(context, data);
  return { ...rest, data, words: [describeToken(data.token), "", words] };
}

async function cancel({ call }: Context, tokenId: string): Promise<Outcome> {
  const data = await call("tokens.cancel", { tokenId });
  return { data, words: text("cliEnrolment.cancelled") };
}

const forms = <Args extends unknown[], Opts extends OptionValues>(command: Command<Args, Opts>) =>
  command
    .option("--label <text>", help("help.authenticatorLabel"))
    .option("--kind <kind>", help("help.kindOrPolicy"), kind)
    .option("--algorithm <name>", help("help.algorithmOrPolicy"), algorithm)
    .option("--digits <number>", help("help.digitsOrPolicy"), digits)
    .option("--period <seconds>", help("help.periodOrPolicy"), period)
    .option("--replaces <id>", help("helpEnrol.replaces"));

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
    .description(help("helpEnrol.guided"))
    .argument("<person>", help("help.person"))
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
              text: text("cliEnrolment.needsTerminal"),
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
    .description(help("helpEnrol.about"))
    .usage("[options] <person> | [command]")
    .addHelpText("after", examples("$ countersign enrol alice"));

  forms(enrol.command("begin").argument("<person>", help("help.person")))
    .description(help("helpEnrol.begin"))
    .option("--qr <file.png>", help("helpEnrol.beginQr"))
    .addHelpText("after", examples("$ countersign enrol begin alice --label phone --qr alice.png"))
    .action((user, options) => run((context) => begin(context, user, options)));

  enrol
    .command("confirm")
    .description(help("helpEnrol.confirm"))
    .argument("<id>", help("help.pendingId"))
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign enrol confirm 0193… --json`))
    .action((tokenId) => run((context) => confirm(context, tokenId), { negative: ["ENROLMENT_CODE_WRONG"] }));

  enrol
    .command("cancel")
    .description(help("helpEnrol.cancel"))
    .argument("<id>", help("help.pendingId"))
    .addHelpText("after", examples("$ countersign enrol cancel 0193…"))
    .action((tokenId) => run((context) => cancel(context, tokenId)));

  addEnrolBulk(enrol, run);
  addGuided(enrol, run);
}
