import { Argument, type Command } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import type { Context } from "../context.ts";
import { examples, positiveInteger } from "../options.ts";
import { describeSlot, describeVault } from "../render/administration.ts";
import { plural, printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";
import { askForShares } from "../shares.ts";
import {
  askForPresentKey,
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
  const recovery = keepRecoveryKey ? await askForPresentKey(context) : await provenNewKey(context, confirm);
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
  const data = await call("vault.rotate", { passphrases, ...recovery });
  const dropped = data.dropped.map((label) => printable(label)).join(", ");
  const lines = [
    `The data key is exchanged; ${plural(data.resealed, "value")} sealed anew.`,
    keepRecoveryKey ? "The recovery key stays the same." : replaced,
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
    .description("Make a new recovery key; it takes the place of the one before once you have typed it back")
    .option("--confirm", "in a script: prove the recovery key that was shown", false)
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
    .description("Make a recovery key in shares, some of which make it up; it counts once that many were typed back")
    .requiredOption("--total <number>", "how many shares", positiveInteger)
    .requiredOption("--needed <number>", "how many of them are needed", positiveInteger)
    .option("--confirm", "in a script: prove the shares that were shown", false)
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
    .description("Exchange the data key and seal everything anew, under a new recovery key that you type back first")
    .option("--keep-recovery-key", "keep the present recovery key, which is asked for", false)
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
