import { type Command, Option } from "@commander-js/extra-typings";
import { TokenStatus } from "#shared/model/records.ts";
import type { Context } from "../context.ts";
import { examples, positiveInteger, userRef, whoHelp } from "../options.ts";
import { collect } from "../pages.ts";
import { describeBackupCodes } from "../render/enrolment.ts";
import { plural } from "../render/text.ts";
import { describeToken, describeTokens } from "../render/tokens.ts";
import type { Outcome, Run } from "../run.ts";
import { threeCodes } from "../secrets.ts";
import { assign, unassign } from "./hardware.ts";

const acts = {
  disable: "Disable: its codes are not accepted until it is enabled",
  unlock: "Unlock after too many wrong codes; its user need not wait any longer",
  revoke: "Revoke permanently: its codes are never accepted again, a hardware token goes back to the stock",
} as const;

interface Search {
  user?: string | undefined;
  status?: TokenStatus | undefined;
}

async function list({ call, output }: Context, { user, status }: Search, limit: number): Promise<Outcome> {
  const filter = { status, ...(user === undefined ? {} : { user: userRef(user) }) };
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
    code: { message: "Code that it shows now", kind: "code" },
    secondCode: { message: "The code after that one", kind: "code" },
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

async function regenerate({ call }: Context, user: string, reason: string | undefined): Promise<Outcome> {
  const data = await call("tokens.regenerateBackupCodes", { user: userRef(user), reason });
  return { data, text: describeBackupCodes(data.backupCodes) };
}

const shownBy = "as shown by `users show` or `tokens list`";

function addStates(tokens: Command, run: Run): void {
  for (const act of Object.keys(acts) as (keyof typeof acts)[]) {
    tokens
      .command(act)
      .description(acts[act])
      .argument("<tokenid>", shownBy)
      .option("--reason <text>", "for the audit")
      .addHelpText("after", examples(`$ countersign tokens ${act} 0193…`))
      .action((tokenId, { reason }) => run((context) => change(context, act, tokenId, reason)));
  }
  tokens
    .command("enable")
    .description("Enable a disabled one again")
    .argument("<tokenid>", shownBy)
    .addHelpText("after", examples("$ countersign tokens enable 0193…"))
    .action((tokenId) => run((context) => enable(context, tokenId)));
}

function addHardwareActs(tokens: Command, run: Run): void {
  tokens
    .command("assign")
    .description("Give a hardware token to a user (as `hardware assign`)")
    .argument("<serial>", "its serial number")
    .argument("<user>", whoHelp)
    .option("--label <text>", "tells the authenticators of one user apart")
    .option("--replaces <tokenid>", "the authenticator that it takes the place of")
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign tokens assign GA-1001 alice`))
    .action((serial, user, choices) =>
      run((context) => assign(context, serial, user, choices), { negative: ["CODE_REFUSED"] }),
    );
  tokens
    .command("unassign")
    .description("Take a hardware token back into the stock (as `hardware unassign`)")
    .argument("<device>", "serial number or id")
    .option("--reason <text>", "for the audit")
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign tokens unassign GA-1001`))
    .action((device, { reason }) =>
      run((context) => unassign(context, device, reason), { negative: ["CODE_REFUSED"] }),
    );
}

function addListing(tokens: Command, run: Run): void {
  tokens
    .command("list")
    .description("List authenticators, newest first")
    .option("--user <user>", `only this person's: ${whoHelp}`)
    .addOption(new Option("--status <status>", "only these").choices(TokenStatus.options))
    .option("--limit <number>", "at most this many", positiveInteger, 50)
    .addHelpText("after", examples("$ countersign tokens list --status locked"))
    .action(({ limit, ...search }) => run((context) => list(context, search, limit)));

  tokens
    .command("rename")
    .description("Give it another label")
    .argument("<tokenid>", shownBy)
    .argument("<label>", "the new label")
    .addHelpText("after", examples("$ countersign tokens rename 0193… 'Work phone'"))
    .action((tokenId, label) => run((context) => rename(context, tokenId, label)));

  tokens
    .command("resync")
    .description("Bring a drifted one back with two codes one after the other; both are used up")
    .argument("<tokenid>", shownBy)
    .option("--far <reason>", "it is further off: with three codes in a row, and this reason for the audit log")
    .addHelpText(
      "after",
      examples(
        `$ echo '{"code":"123456","secondCode":"654321"}' | countersign tokens resync 0193…`,
        "$ countersign tokens resync 0193… --far 'the button was pressed in a pocket'",
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
    .command("tokens")
    .description("Authenticators that are enrolled")
    .addHelpText("after", examples("$ countersign tokens list --user alice", "$ countersign tokens revoke 0193…"));
  addListing(tokens, run);
  addStates(tokens, run);
  addHardwareActs(tokens, run);

  program
    .command("backup-codes")
    .description("Backup codes of a user")
    .addHelpText("after", examples("$ countersign backup-codes regenerate alice"))
    .command("regenerate")
    .description("Void the codes that are left and make new ones")
    .argument("<user>", whoHelp)
    .option("--reason <text>", "for the audit")
    .addHelpText("after", examples("$ countersign backup-codes regenerate alice"))
    .action((user, { reason }) => run((context) => regenerate(context, user, reason)));
}
