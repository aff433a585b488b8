import { type Command, Option } from "@commander-js/extra-typings";
import { TokenStatus } from "#shared/model/records.ts";
import { personCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { formerly } from "../former-names.ts";
import { examples, personOption, positiveInteger, userRef, whoHelp } from "../options.ts";
import { collect } from "../pages.ts";
import { plural } from "../render/text.ts";
import { describeToken, describeTokens } from "../render/tokens.ts";
import type { Outcome, Run } from "../run.ts";
import { threeCodes } from "../secrets.ts";
import { assign, unassign } from "./hardware.ts";

const acts = {
  disable: "Disable: its codes are not accepted until it is enabled",
  unlock: "Unlock after too many wrong codes, and end the wait",
  revoke: "Revoke permanently: its codes are never accepted again; a hardware token returns to the stock",
} as const;

interface Search {
  person?: string | undefined;
  status?: TokenStatus | undefined;
}

async function list({ call, output }: Context, { person, status }: Search, limit: number): Promise<Outcome> {
  const filter = { status, ...(person === undefined ? {} : { user: userRef(person) }) };
  const { rows, last } = await collect(limit, (size, cursor) =>
    call("tokens.list", { ...filter, limit: size, cursor }),
  );
  return { data: { tokens: rows }, text: describeTokens(rows, last.nextCursor !== null, output.paint) };
}

async function change(
  { call }: Context,
  act: keyof typeof acts,
  tokenId: string,
  reason: string | undefined,
): Promise<Outcome> {
  const data = await call(`tokens.${act}`, { tokenId, reason });
  return { data, text: describeToken(data) };
}

async function enable({ call }: Context, tokenId: string): Promise<Outcome> {
  const data = await call("tokens.enable", { tokenId });
  return { data, text: describeToken(data) };
}

async function rename({ call }: Context, tokenId: string, label: string): Promise<Outcome> {
  const data = await call("tokens.rename", { tokenId, label });
  return { data, text: describeToken(data) };
}

async function resync({ call, secrets }: Context, tokenId: string): Promise<Outcome> {
  const { code, secondCode } = await secrets.ask({
    code: { message: "Code shown now", kind: "code" },
    secondCode: { message: "The next code", kind: "code" },
  });
  const data = await call("tokens.resync", { tokenId, first: code, second: secondCode });
  const { kind } = data.token;
  const off = plural(Math.abs(data.driftSteps), kind === "hotp" ? "code" : "step");
  const where = kind === "hotp" ? "skipped" : data.driftSteps < 0 ? "behind this computer" : "ahead of this computer";
  return { data, text: `Resynchronised: ${off} ${where}.\n\n${describeToken(data.token)}` };
}

async function resyncFar({ call, secrets }: Context, tokenId: string, reason: string): Promise<Outcome> {
  const { code, secondCode, thirdCode } = await secrets.ask(threeCodes);
  const codes = { first: code, second: secondCode, third: thirdCode };
  const data = await call("tokens.resyncFar", { tokenId, ...codes, reason });
  return { data, text: `Resynchronised.\n\n${describeToken(data.token)}` };
}

async function regenerate(context: Context, user: string, reason: string | undefined): Promise<Outcome> {
  const data = await context.call("tokens.regenerateBackupCodes", { user: userRef(user), reason });
  return { data, ...personCodes(context, data) };
}

const shownBy = "as shown by `people show` or `authenticators list`";

function addStates(tokens: Command, run: Run): void {
  for (const act of Object.keys(acts) as (keyof typeof acts)[]) {
    tokens
      .command(act)
      .description(acts[act])
      .argument("<id>", shownBy)
      .option("--reason <text>", "for the audit log")
      .addHelpText("after", examples(`$ countersign authenticators ${act} 0193…`))
      .action((tokenId, { reason }) => run((context) => change(context, act, tokenId, reason)));
  }
  tokens
    .command("enable")
    .description("Enable a disabled authenticator again")
    .argument("<id>", shownBy)
    .addHelpText("after", examples("$ countersign authenticators enable 0193…"))
    .action((tokenId) => run((context) => enable(context, tokenId)));
}

function addHardwareActs(tokens: Command, run: Run): void {
  tokens
    .command("assign")
    .description("Assign a hardware token to a person (as `hardware assign`)")
    .argument("<serial>", "its serial number")
    .argument("<person>", whoHelp)
    .option("--label <text>", "tells a person's authenticators apart")
    .option("--replaces <id>", "the authenticator it replaces")
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign authenticators assign GA-1001 alice`))
    .action((serial, user, choices) =>
      run((context) => assign(context, serial, user, choices), { negative: ["CODE_REFUSED"] }),
    );
  tokens
    .command("unassign")
    .description("Take a hardware token back into the stock (as `hardware unassign`)")
    .argument("<device>", "serial number or id")
    .option("--reason <text>", "for the audit log")
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign authenticators unassign GA-1001`))
    .action((device, { reason }) =>
      run((context) => unassign(context, device, reason), { negative: ["CODE_REFUSED"] }),
    );
}

function addListing(tokens: Command, run: Run): void {
  tokens
    .command("list")
    .description("List authenticators, newest first")
    .addOption(personOption())
    .addOption(formerly("--user <person>", personOption()))
    .addOption(new Option("--status <status>", "only authenticators with this status").choices(TokenStatus.options))
    .option("--limit <number>", "at most this many", positiveInteger, 50)
    .addHelpText("after", examples("$ countersign authenticators list --status locked"))
    .action(({ limit, ...search }) => run((context) => list(context, search, limit)));

  tokens
    .command("rename")
    .description("Change the label")
    .argument("<id>", shownBy)
    .argument("<label>", "the new label")
    .addHelpText("after", examples("$ countersign authenticators rename 0193… 'Work phone'"))
    .action((tokenId, label) => run((context) => rename(context, tokenId, label)));

  tokens
    .command("resync")
    .description("Resynchronise a drifted authenticator with two codes in a row; both are used up")
    .argument("<id>", shownBy)
    .option("--far <reason>", "for one that is far off: three codes in a row, and this reason for the audit log")
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
    .description("Enrolled authenticators")
    .addHelpText(
      "after",
      examples("$ countersign authenticators list --person alice", "$ countersign authenticators revoke 0193…"),
    );
  addListing(tokens, run);
  addStates(tokens, run);
  addHardwareActs(tokens, run);

  program
    .command("backup-codes")
    .description("A person's backup codes")
    .addHelpText("after", examples("$ countersign backup-codes regenerate alice"))
    .command("regenerate")
    .description("Void the remaining codes and make new ones")
    .argument("<person>", whoHelp)
    .option("--reason <text>", "for the audit log")
    .addHelpText("after", examples("$ countersign backup-codes regenerate alice"))
    .action((user, { reason }) => run((context) => regenerate(context, user, reason)));
}
