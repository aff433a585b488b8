import { type Command, Option } from "@commander-js/extra-typings";
import { TokenStatus } from "#shared/model/records.ts";
import { text } from "#shared/texts/text.ts";
import { personCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { formerly } from "../former-names.ts";
import { personOption, positiveInteger, userRef } from "../options.ts";
import { collect } from "../pages.ts";
import { describeToken, describeTokens } from "../render/tokens.ts";
import type { Outcome, Run } from "../run.ts";
import { threeCodes } from "../secrets.ts";
import { assign, unassign } from "./hardware.ts";

const acts = ["disable", "unlock", "revoke"] as const;

interface Search {
  person?: string | undefined;
  status?: TokenStatus | undefined;
}

async function list({ call, output }: Context, { person, status }: Search, limit: number): Promise<Outcome> {
  const filter = { status, ...(person === undefined ? {} : { user: userRef(person) }) };
  const { rows, last } = await collect(limit, (size, cursor) =>
    call("tokens.list", { ...filter, limit: size, cursor }),
  );
  return { data: { tokens: rows }, words: describeTokens(rows, last.nextCursor !== null, output.paint) };
}

async function change(
  { call }: Context,
  act: (typeof acts)[number],
  tokenId: string,
  reason: string | undefined,
): Promise<Outcome> {
  const data = await call(`tokens.${act}`, { tokenId, reason });
  return { data, words: describeToken(data) };
}

async function enable({ call }: Context, tokenId: string): Promise<Outcome> {
  const data = await call("tokens.enable", { tokenId });
  return { data, words: describeToken(data) };
}

async function rename({ call }: Context, tokenId: string, label: string): Promise<Outcome> {
  const data = await call("tokens.rename", { tokenId, label });
  return { data, words: describeToken(data) };
}

async function resync({ call, secrets }: Context, tokenId: string): Promise<Outcome> {
  const { code, secondCode } = await secrets.ask({
    code: { message: text("cliSecrets.codeNow"), kind: "code" },
    secondCode: { message: text("cliSecrets.nextCode"), kind: "code" },
  });
  const data = await call("tokens.resync", { tokenId, first: code, second: secondCode });
  const where = data.token.kind === "hotp" ? "skipped" : data.driftSteps < 0 ? "behind" : "ahead";
  const off = text(`cliEnrolment.${where}`, { count: Math.abs(data.driftSteps) });
  return { data, words: [off, "", describeToken(data.token)] };
}

async function resyncFar({ call, secrets }: Context, tokenId: string, reason: string): Promise<Outcome> {
  const { code, secondCode, thirdCode } = await secrets.ask(threeCodes);
  const codes = { first: code, second: secondCode, third: thirdCode };
  const data = await call("tokens.resyncFar", { tokenId, ...codes, reason });
  return { data, words: [text("cliEnrolment.resynchronised"), "", describeToken(data.token)] };
}

async function regenerate(context: Context, user: string, reason: string | undefined): Promise<Outcome> {
  const data = await context.call("tokens.regenerateBackupCodes", { user: userRef(user), reason });
  return { data, ...personCodes(context, data) };
}

function addStates(tokens: Command, run: Run): void {
  for (const act of acts) {
    tokens
      .command(act)
      .description(help(`helpAuthenticators.${act}`))
      .argument("<id>", help("helpAuthenticators.id"))
      .option("--reason <text>", help("help.reason"))
      .addHelpText("after", examples(`$ countersign authenticators ${act} 0193…`))
      .action((tokenId, { reason }) => run((context) => change(context, act, tokenId, reason)));
  }
  tokens
    .command("enable")
    .description(help("helpAuthenticators.enable"))
    .argument("<id>", help("helpAuthenticators.id"))
    .addHelpText("after", examples("$ countersign authenticators enable 0193…"))
    .action((tokenId) => run((context) => enable(context, tokenId)));
}

function addHardwareActs(tokens: Command, run: Run): void {
  tokens
    .command("assign")
    .description(help("helpAuthenticators.assign"))
    .argument("<serial>", help("help.serial"))
    .argument("<person>", help("help.person"))
    .option("--label <text>", help("help.authenticatorLabel"))
    .option("--replaces <id>", help("help.replaces"))
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign authenticators assign GA-1001 alice`))
    .action((serial, user, choices) =>
      run((context) => assign(context, serial, user, choices), { negative: ["CODE_REFUSED"] }),
    );
  tokens
    .command("unassign")
    .description(help("helpAuthenticators.unassign"))
    .argument("<device>", help("helpHardware.device"))
    .option("--reason <text>", help("help.reason"))
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign authenticators unassign GA-1001`))
    .action((device, { reason }) =>
      run((context) => unassign(context, device, reason), { negative: ["CODE_REFUSED"] }),
    );
}

function addListing(tokens: Command, run: Run): void {
  tokens
    .command("list")
    .description(help("helpAuthenticators.list"))
    .addOption(personOption())
    .addOption(formerly("--user <person>", personOption()))
    .addOption(new Option("--status <status>", help("helpAuthenticators.listStatus")).choices(TokenStatus.options))
    .option("--limit <number>", help("help.limit"), positiveInteger, 50)
    .addHelpText("after", examples("$ countersign authenticators list --status locked"))
    .action(({ limit, ...search }) => run((context) => list(context, search, limit)));

  tokens
    .command("rename")
    .description(help("helpAuthenticators.rename"))
    .argument("<id>", help("helpAuthenticators.id"))
    .argument("<label>", help("helpAuthenticators.renameLabel"))
    .addHelpText("after", examples("$ countersign authenticators rename 0193… 'Work phone'"))
    .action((tokenId, label) => run((context) => rename(context, tokenId, label)));

  tokens
    .command("resync")
    .description(help("helpAuthenticators.resync"))
    .argument("<id>", help("helpAuthenticators.id"))
    .option("--far <reason>", help("helpAuthenticators.resyncFar"))
    .addHelpText(
      "after",
      examples(
        `$ echo '{"code":"123456","secondCode":"654321"}' | countersign authenticators resync 0193…`,
        "$ countersign authenticators resync 0193… --far 'the button was pressed in a pocket'",
      ),
    )
    .action((tokenId, { far }) =>
      run((context) => (far === undefined ? resync(context, tokenId) : resyncFar(context, tokenId, far)), {
        negative: ["RESYNC_REFUSED"],
      }),
    );
}

export function addTokens(program: Command, run: Run): void {
  const tokens = program
    .command("authenticators")
    .alias("tokens")
    .description(help("helpAuthenticators.about"))
    .addHelpText(
      "after",
      examples("$ countersign authenticators list --person alice", "$ countersign authenticators revoke 0193…"),
    );
  addListing(tokens, run);
  addStates(tokens, run);
  addHardwareActs(tokens, run);

  program
    .command("backup-codes")
    .description(help("helpSession.backupCodes"))
    .addHelpText("after", examples("$ countersign backup-codes regenerate alice"))
    .command("regenerate")
    .description(help("helpSession.regenerateBackupCodes"))
    .argument("<person>", help("help.person"))
    .option("--reason <text>", help("help.reason"))
    .addHelpText("after", examples("$ countersign backup-codes regenerate alice"))
    .action((user, { reason }) => run((context) => regenerate(context, user, reason)));
}
