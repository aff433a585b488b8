import { Argument, type Command } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import type { Context } from "../context.ts";
import { examples, positiveInteger } from "../options.ts";
import { describeSlot, describeVault } from "../render/administration.ts";
import { plural, printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";
import { askForShares } from "../shares.ts";
import {
  askForCurrentKey,
  makeShares,
  provenNewKey,
  replaced,
  replaceRecoveryKey,
  showNewKey,
} from "./recovery-key.ts";

const refusals = { negative: ["UNLOCK_REFUSED", "SHARES_REFUSED"] } as const;

async function status({ call, output }: Context): Promise<Outcome> {
  const data = await call("vault.status", {});
  return { data, text: describeVault(data, output.paint) };
}

/** By its id, or a passphrase by its label. @throws AppError NOT_FOUND */
async function slotId({ call }: Context, text: string): Promise<string> {
  const { slots } = await call("vault.status", {});
  const slot = slots.find(({ id, label }) => id === text || (label !== "" && label === text));
  if (!slot)
    throw new AppError("NOT_FOUND", {
      message: "There is no passphrase or id of that name. See: countersign vault status",
    });
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
    passphrase: { message: "Current passphrase", kind: "known" },
    newPassphrase: { message: "New passphrase", kind: "new" },
  });
  const data = await context.call("vault.changePassphrase", { id, current: passphrase, next: newPassphrase });
  return { data, text: describeSlot(data, context.output.paint) };
}

async function remove(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("vault.removeSlot", { id: await slotId(context, which) });
  return { data, text: "It no longer opens the console's keys." };
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

async function setPassphraseAtStart({ call, output }: Context, required: boolean): Promise<Outcome> {
  const data = await call("vault.setPassphraseAtStart", { required });
  return { data, text: describeVault(data, output.paint) };
}

async function bindKeychain({ call, output }: Context): Promise<Outcome> {
  const data = await call("vault.bindKeychain", {});
  return { data, text: describeVault(data, output.paint) };
}

interface RotateChoices {
  keepRecoveryKey: boolean;
  confirm: boolean;
}

async function rotate(context: Context, { keepRecoveryKey, confirm }: RotateChoices): Promise<Outcome> {
  const { call, secrets } = context;
  if (!secrets.interactive && !keepRecoveryKey && !confirm)
    return showNewKey(context, "countersign vault rotate --confirm");
  const recovery = keepRecoveryKey ? await askForCurrentKey(context) : await provenNewKey(context, confirm);
  const passphrases: string[] = [];
  for (;;) {
    const { passphrase } = await secrets.ask({
      passphrase: {
        message: "A passphrase to keep (leave empty when done)",
        kind: "known",
        optional: true,
        ask: true,
      },
    });
    if (passphrase !== undefined) passphrases.push(passphrase);
    if (passphrase === undefined || !secrets.interactive) break;
  }
  const data = await call("vault.rotate", { passphrases, ...recovery });
  const dropped = data.dropped.map((label) => printable(label)).join(", ");
  const lines = [
    `The data key was rotated: ${plural(data.resealed, "value")} resealed.`,
    keepRecoveryKey ? "The recovery key stays the same." : replaced,
  ];
  if (dropped !== "") lines.push(`These passphrases no longer open the keys: ${dropped}.`);
  return { data, text: lines.join("\n") };
}

function addPassphrases(vault: Command, run: Run): void {
  vault
    .command("add-passphrase")
    .description("Add a passphrase that opens the keys")
    .argument("<label>", "whose it is, or where it is kept")
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
    .description("Remove a way to open the keys; the last one that a person can use stays")
    .argument("<slot>", "a passphrase's label, or an id")
    .addHelpText("after", examples("$ countersign vault remove 'Safe in room 12'"))
    .action((which) => run((context) => remove(context, which)));

  vault
    .command("passphrase-at-start")
    .description("Require a passphrase at each start, so that the keychain alone never opens the keys")
    .addArgument(new Argument("<required>", "on or off").choices(["on", "off"]))
    .addHelpText("after", examples("$ countersign vault passphrase-at-start on"))
    .action((required) => run((context) => setPassphraseAtStart(context, required === "on")));
}

function addRecovery(vault: Command, run: Run): void {
  vault
    .command("check")
    .description("Test a passphrase, the recovery key or its shares")
    .addArgument(new Argument("<what>", "what to test").choices(["passphrase", "recovery-key", "shares"] as const))
    .addHelpText("after", examples("$ countersign vault check recovery-key"))
    .action((what) => run((context) => check(context, what), { negative: ["UNLOCK_REFUSED", "SHARES_REFUSED"] }));

  vault
    .command("new-recovery-key")
    .description("Make a new recovery key; it replaces the old one once you have typed it in again")
    .option("--confirm", "in a script: confirm the recovery key that was shown", false)
    .addHelpText(
      "after",
      examples(
        "$ countersign vault new-recovery-key",
        `$ echo '{"freshCode":"123456"}' | countersign vault new-recovery-key --json`,
        `$ echo '{"newRecoveryKey":"…","freshCode":"123456","recoveryKey":"…"}' | countersign vault new-recovery-key --confirm`,
      ),
    )
    .action((options) => run((context) => replaceRecoveryKey(context, options.confirm), refusals));

  vault
    .command("shares")
    .description("Make a recovery key in shares; it replaces the old one once enough of them have been typed in again")
    .requiredOption("--total <number>", "how many shares", positiveInteger)
    .requiredOption("--needed <number>", "how many of them restore the key", positiveInteger)
    .option("--confirm", "in a script: confirm the shares that were shown", false)
    .addHelpText(
      "after",
      examples(
        "$ countersign vault shares --total 5 --needed 3",
        `$ echo '{"newShares":"… … …","freshCode":"123456","recoveryKey":"…"}' | countersign vault shares --total 5 --needed 3 --confirm`,
      ),
    )
    .action(({ total, needed, confirm }) =>
      run((context) => makeShares(context, { total, needed }, confirm), refusals),
    );
}

export function addVault(program: Command, run: Run): void {
  const vault = program
    .command("vault")
    .description("The console's keys, and what opens them")
    .addHelpText("after", examples("$ countersign vault status", "$ countersign vault check recovery-key"));

  vault
    .command("status")
    .description("Show what opens the keys")
    .addHelpText("after", examples("$ countersign vault status"))
    .action(() => run(status));
  addPassphrases(vault, run);
  addRecovery(vault, run);

  vault
    .command("bind-keychain")
    .description("Let this computer's keychain open the keys, with a new entry")
    .addHelpText("after", examples("$ countersign vault bind-keychain"))
    .action(() => run(bindKeychain));

  vault
    .command("rotate")
    .description("Rotate the data key: everything is sealed again, under a new recovery key that you type in first")
    .option("--keep-recovery-key", "keep the current recovery key, which is asked for", false)
    .option("--confirm", "in a script: with the new recovery key that was shown", false)
    .addHelpText(
      "after",
      examples(
        "$ countersign vault rotate",
        `$ echo '{"freshCode":"123456"}' | countersign vault rotate --json`,
        `$ echo '{"newRecoveryKey":"…","passphrase":"…","freshCode":"123456","recoveryKey":"…"}' | countersign vault rotate --confirm`,
        `$ echo '{"passphrase":"…","freshCode":"123456","recoveryKey":"…"}' | countersign vault rotate --keep-recovery-key`,
      ),
    )
    .action((options) => run((context) => rotate(context, options), refusals));
}
