import { Argument, type Command } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import type { Context } from "../context.ts";
import { examples, positiveInteger } from "../options.ts";
import { describeSlot, describeVault } from "../render/administration.ts";
import { plural, printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";
import { askForShares } from "../shares.ts";

async function status({ call, output }: Context): Promise<Outcome> {
  const data = await call("vault.status", {});
  return { data, text: describeVault(data, output.paint) };
}

/** By its id, or a passphrase by its label. @throws AppError NOT_FOUND */
async function slotId({ call }: Context, text: string): Promise<string> {
  const { slots } = await call("vault.status", {});
  const slot = slots.find(({ id, label }) => id === text || (label !== "" && label === text));
  if (!slot)
    throw new AppError("NOT_FOUND", { message: "There is no such way into the keys. See: countersign vault status" });
  return slot.id;
}

async function addPassphrase({ call, secrets, output }: Context, label: string): Promise<Outcome> {
  const { newPassphrase } = await secrets.ask({ newPassphrase: { message: "New passphrase", kind: "new" } });
  const data = await call("vault.addPassphrase", { label, passphrase: newPassphrase });
  return { data, text: describeSlot(data, output.paint) };
}

async function changePassphrase(context: Context, which: string): Promise<Outcome> {
  const id = await slotId(context, which);
  const { passphrase, newPassphrase } = await context.secrets.ask({
    passphrase: { message: "Present passphrase", kind: "known" },
    newPassphrase: { message: "New passphrase", kind: "new" },
  });
  const data = await context.call("vault.changePassphrase", { id, current: passphrase, next: newPassphrase });
  return { data, text: describeSlot(data, context.output.paint) };
}

async function remove(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("vault.removeSlot", { id: await slotId(context, which) });
  return { data, text: "It opens the console's keys no more." };
}

type Proof = "passphrase" | "recovery-key" | "shares";

async function check(context: Context, by: Proof): Promise<Outcome> {
  const { call, secrets, output } = context;
  const proof =
    by === "shares"
      ? { shares: await askForShares(context) }
      : by === "passphrase"
        ? await secrets.ask({ passphrase: { message: "Passphrase", kind: "known" } })
        : await secrets.ask({ recoveryKey: { message: "Recovery key", kind: "known" } });
  const data = await call("vault.check", proof);
  return { data, text: `It opens the console's keys.\n\n${describeSlot(data, output.paint)}` };
}

const writtenDown = (recoveryKey: string): string =>
  `Recovery key: ${recoveryKey}\nWrite it down now and keep it apart from this computer: it is not shown again. The one before opens nothing any more.`;

async function replaceRecoveryKey({ call }: Context): Promise<Outcome> {
  const data = await call("vault.replaceRecoveryKey", {});
  return { data, text: writtenDown(data.recoveryKey) };
}

async function makeShares({ call }: Context, total: number, needed: number): Promise<Outcome> {
  const data = await call("vault.makeShares", { total, needed });
  const lines = data.shares.map((share, n) => `Share ${n + 1} of ${total}: ${share}`);
  const rest = `Hand each to another person. Any ${needed} of them are the recovery key; they are not shown again.`;
  return { data, text: [...lines, "", rest].join("\n") };
}

async function setPassphraseAtStart({ call, output }: Context, required: boolean): Promise<Outcome> {
  const data = await call("vault.setPassphraseAtStart", { required });
  return { data, text: describeVault(data, output.paint) };
}

async function bindKeychain({ call, output }: Context): Promise<Outcome> {
  const data = await call("vault.bindKeychain", {});
  return { data, text: describeVault(data, output.paint) };
}

async function rotate({ call, secrets }: Context): Promise<Outcome> {
  const passphrases: string[] = [];
  for (;;) {
    const { passphrase } = await secrets.ask({
      passphrase: {
        message: "A passphrase that is to stay (empty: no more)",
        kind: "known",
        optional: true,
        ask: true,
      },
    });
    if (passphrase !== undefined) passphrases.push(passphrase);
    if (passphrase === undefined || !secrets.interactive) break;
  }
  const data = await call("vault.rotate", { passphrases });
  const dropped = data.dropped.map((label) => printable(label)).join(", ");
  const lines = [
    `The data key is exchanged; ${plural(data.resealed, "value")} sealed anew.`,
    writtenDown(data.recoveryKey),
  ];
  if (dropped !== "") lines.push(`These passphrases open the keys no more: ${dropped}.`);
  return { data, text: lines.join("\n") };
}

function addPassphrases(vault: Command, run: Run): void {
  vault
    .command("add-passphrase")
    .description("Add a passphrase that opens the keys")
    .argument("<label>", "whose or which it is")
    .addHelpText("after", examples("$ countersign vault add-passphrase 'Safe in room 12'"))
    .action((label) => run((context) => addPassphrase(context, label)));

  vault
    .command("change-passphrase")
    .description("Change a passphrase")
    .argument("<slot>", "its label or id")
    .addHelpText("after", examples("$ countersign vault change-passphrase 'Safe in room 12'"))
    .action((which) => run((context) => changePassphrase(context, which)));

  vault
    .command("remove")
    .description("Remove a way into the keys; never the last one that a person can open")
    .argument("<slot>", "label of a passphrase, or id")
    .addHelpText("after", examples("$ countersign vault remove 'Safe in room 12'"))
    .action((which) => run((context) => remove(context, which)));

  vault
    .command("passphrase-at-start")
    .description("Whether a person must open the keys at each start: the keychain then never does")
    .addArgument(new Argument("<required>", "on or off").choices(["on", "off"]))
    .addHelpText("after", examples("$ countersign vault passphrase-at-start on"))
    .action((required) => run((context) => setPassphraseAtStart(context, required === "on")));
}

function addRecovery(vault: Command, run: Run): void {
  vault
    .command("check")
    .description("Prove that a passphrase, the recovery key or its shares are still there")
    .addArgument(new Argument("<what>", "what to check").choices(["passphrase", "recovery-key", "shares"] as const))
    .addHelpText("after", examples("$ countersign vault check recovery-key"))
    .action((what) => run((context) => check(context, what), { negative: ["UNLOCK_REFUSED", "SHARES_REFUSED"] }));

  vault
    .command("new-recovery-key")
    .description("Make a new recovery key in place of the one before")
    .addHelpText("after", examples("$ countersign vault new-recovery-key"))
    .action(() => run(replaceRecoveryKey));

  vault
    .command("shares")
    .description("Make a recovery key that exists in shares only, some of which make it up")
    .requiredOption("--total <number>", "how many shares", positiveInteger)
    .requiredOption("--needed <number>", "how many of them are needed", positiveInteger)
    .addHelpText("after", examples("$ countersign vault shares --total 5 --needed 3"))
    .action(({ total, needed }) => run((context) => makeShares(context, total, needed)));
}

export function addVault(program: Command, run: Run): void {
  const vault = program
    .command("vault")
    .description("The console's keys, and what opens them")
    .addHelpText("after", examples("$ countersign vault status", "$ countersign vault check recovery-key"));

  vault
    .command("status")
    .description("Show the ways into the keys")
    .addHelpText("after", examples("$ countersign vault status"))
    .action(() => run(status));
  addPassphrases(vault, run);
  addRecovery(vault, run);

  vault
    .command("bind-keychain")
    .description("Let the keychain of this computer open the keys, with a new key in it")
    .addHelpText("after", examples("$ countersign vault bind-keychain"))
    .action(() => run(bindKeychain));

  vault
    .command("rotate")
    .description("Exchange the data key and seal everything anew")
    .addHelpText(
      "after",
      examples(`$ echo '{"passphrase":"…","freshCode":"123456","recoveryKey":"…"}' | countersign vault rotate`),
    )
    .action(() => run(rotate));
}
