import { Argument, type Command } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { positiveInteger } from "../options.ts";
import { describeSlot, describeVault } from "../render/administration.ts";
import { labelsOf } from "../render/words.ts";
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
  return { data, words: describeVault(data, output.paint) };
}

/** By its id, or a passphrase by its label. @throws AppError NOT_FOUND */
async function slotId({ call }: Context, which: string): Promise<string> {
  const { slots } = await call("vault.status", {});
  const slot = slots.find(({ id, label }) => id === which || (label !== "" && label === which));
  if (!slot) throw new AppError("NOT_FOUND", { text: text("cliVault.noSlot") });
  return slot.id;
}

async function addPassphrase({ call, secrets, output }: Context, label: string): Promise<Outcome> {
  const { newPassphrase } = await secrets.ask({
    newPassphrase: { message: text("cliSecrets.newPassphrase"), kind: "new" },
  });
  const data = await call("vault.addPassphrase", { label, passphrase: newPassphrase });
  return { data, words: describeSlot(data, output.paint) };
}

async function changePassphrase(context: Context, which: string): Promise<Outcome> {
  const id = await slotId(context, which);
  const { passphrase, newPassphrase } = await context.secrets.ask({
    passphrase: { message: text("cliSecrets.currentPassphrase"), kind: "known" },
    newPassphrase: { message: text("cliSecrets.newPassphrase"), kind: "new" },
  });
  const data = await context.call("vault.changePassphrase", { id, current: passphrase, next: newPassphrase });
  return { data, words: describeSlot(data, context.output.paint) };
}

async function remove(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("vault.removeSlot", { id: await slotId(context, which) });
  return { data, words: text("cliVault.removed") };
}

type Proof = "passphrase" | "recovery-key" | "shares";

async function check(context: Context, by: Proof): Promise<Outcome> {
  const { call, secrets, output } = context;
  const proof =
    by === "shares"
      ? { shares: await askForShares(context) }
      : by === "passphrase"
        ? await secrets.ask({ passphrase: { message: text("cliSecrets.passphrase"), kind: "known" } })
        : await secrets.ask({ recoveryKey: { message: text("cliSecrets.recoveryKey"), kind: "known" } });
  const data = await call("vault.check", proof);
  return { data, words: [text("cliVault.opens"), "", describeSlot(data, output.paint)] };
}

async function setPassphraseAtStart({ call, output }: Context, required: boolean): Promise<Outcome> {
  const data = await call("vault.setPassphraseAtStart", { required });
  return { data, words: describeVault(data, output.paint) };
}

async function bindKeychain({ call, output }: Context): Promise<Outcome> {
  const data = await call("vault.bindKeychain", {});
  return { data, words: describeVault(data, output.paint) };
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
        message: text("cliSecrets.keptPassphrase"),
        kind: "known",
        optional: true,
        ask: true,
      },
    });
    if (passphrase !== undefined) passphrases.push(passphrase);
    if (passphrase === undefined || !secrets.interactive) break;
  }
  const data = await call("vault.rotate", { passphrases, ...recovery });
  const { dropped: labels, desksEnded: names } = data;
  const lines = [
    text("cliVault.rotated", { count: data.resealed }),
    keepRecoveryKey ? text("cliVault.sameKey") : replaced,
    ...(labels.length > 0 ? [text("cliVault.dropped", { labels: labelsOf(labels) })] : []),
    ...(names.length > 0 ? [text("cliVault.desksEnded", { names })] : []),
  ];
  return { data, words: lines };
}

function addPassphrases(vault: Command, run: Run): void {
  vault
    .command("add-passphrase")
    .description(help("helpVault.addPassphrase"))
    .argument("<label>", help("help.whose"))
    .addHelpText("after", examples("$ countersign vault add-passphrase 'Safe in room 12'"))
    .action((label) => run((context) => addPassphrase(context, label)));

  vault
    .command("change-passphrase")
    .description(help("helpVault.changePassphrase"))
    .argument("<slot>", help("helpVault.changePassphraseSlot"))
    .addHelpText("after", examples("$ countersign vault change-passphrase 'Safe in room 12'"))
    .action((which) => run((context) => changePassphrase(context, which)));

  vault
    .command("remove")
    .description(help("helpVault.remove"))
    .argument("<slot>", help("helpVault.removeSlot"))
    .addHelpText("after", examples("$ countersign vault remove 'Safe in room 12'"))
    .action((which) => run((context) => remove(context, which)));

  vault
    .command("passphrase-at-start")
    .description(help("helpVault.passphraseAtStart"))
    .addArgument(new Argument("<required>", help("helpVault.passphraseAtStartRequired")).choices(["on", "off"]))
    .addHelpText("after", examples("$ countersign vault passphrase-at-start on"))
    .action((required) => run((context) => setPassphraseAtStart(context, required === "on")));
}

function addRecovery(vault: Command, run: Run): void {
  vault
    .command("check")
    .description(help("helpVault.check"))
    .addArgument(
      new Argument("<what>", help("helpVault.checkWhat")).choices(["passphrase", "recovery-key", "shares"] as const),
    )
    .addHelpText("after", examples("$ countersign vault check recovery-key"))
    .action((what) => run((context) => check(context, what), { negative: ["UNLOCK_REFUSED", "SHARES_REFUSED"] }));

  vault
    .command("new-recovery-key")
    .description(help("helpVault.newRecoveryKey"))
    .option("--confirm", help("helpVault.newRecoveryKeyConfirm"), false)
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
    .description(help("helpVault.shares"))
    .requiredOption("--total <number>", help("helpVault.sharesTotal"), positiveInteger)
    .requiredOption("--needed <number>", help("helpVault.sharesNeeded"), positiveInteger)
    .option("--confirm", help("helpVault.sharesConfirm"), false)
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
    .description(help("helpVault.about"))
    .addHelpText("after", examples("$ countersign vault status", "$ countersign vault check recovery-key"));

  vault
    .command("status")
    .description(help("helpVault.status"))
    .addHelpText("after", examples("$ countersign vault status"))
    .action(() => run(status));
  addPassphrases(vault, run);
  addRecovery(vault, run);

  vault
    .command("bind-keychain")
    .description(help("helpVault.bindKeychain"))
    .addHelpText("after", examples("$ countersign vault bind-keychain"))
    .action(() => run(bindKeychain));

  vault
    .command("rotate")
    .description(help("helpVault.rotate"))
    .option("--keep-recovery-key", help("helpVault.rotateKeepRecoveryKey"), false)
    .option("--confirm", help("helpVault.rotateConfirm"), false)
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
