import { resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { describeRecipients } from "../render/backups.ts";
import { time } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

const askForIdentity = { identity: { message: text("cliBackups.askKey"), kind: "known" } } as const;

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("recipients.list", {});
  return { data, words: describeRecipients(data.rows, output.paint) };
}

async function make({ call }: Context, name: string): Promise<Outcome> {
  const data = await call("recipients.make", { name });
  const words = [
    text("cliBackups.key", { key: data.identity }),
    text("cliBackups.recipient", { recipient: data.recipient.recipient }),
    text("cliBackups.writeKeyDown"),
  ];
  return { data, words };
}

async function add({ call, output }: Context, name: string, recipient: string): Promise<Outcome> {
  const data = await call("recipients.add", { name, recipient });
  return { data, words: describeRecipients([data], output.paint) };
}

async function remove({ call }: Context, which: string): Promise<Outcome> {
  const { rows } = await call("recipients.list", {});
  const found = rows.find(({ id, name, recipient }) => [id, name, recipient].includes(which));
  if (!found) throw new AppError("NOT_FOUND", { text: text("cliBackups.noSuchRecipient") });
  const data = await call("recipients.remove", { id: found.id });
  return { data, words: text("cliBackups.recipientRemoved") };
}

async function prove({ call, secrets, io }: Context, file: string | undefined): Promise<Outcome> {
  const proof =
    file === undefined
      ? await secrets.ask(askForIdentity)
      : {
          identityFile: resolve(io.cwd, file),
          ...(await secrets.ask({ passphrase: { message: text("cliBackups.askFilePassphrase"), kind: "known" } })),
        };
  const data = await call("recipients.prove", proof);
  return { data, words: text("cliBackups.keyTested", { name: data.name, at: time(data.provenAt) }) };
}

async function save({ call, secrets, io }: Context, file: string): Promise<Outcome> {
  const { identity, passphrase } = await secrets.ask({
    ...askForIdentity,
    passphrase: { message: text("cliBackups.chooseFilePassphrase"), kind: "new" },
  });
  const data = await call("recipients.saveIdentity", { identity, file: resolve(io.cwd, file), passphrase });
  return { data, words: text("cliBackups.keySaved", { file: data.file }) };
}

function addProofs(recipients: Command, run: Run): void {
  recipients
    .command("test")
    .alias("prove")
    .description(help("helpRecipients.test"))
    .option("--file <file>", help("helpRecipients.testFile"))
    .addHelpText(
      "after",
      examples("$ countersign backup recipients test", "$ countersign backup recipients test --file safe.age"),
    )
    .action(({ file }) => run((context) => prove(context, file), { negative: ["BACKUP_IDENTITY_WRONG"] }));

  recipients
    .command("save")
    .description(help("helpRecipients.save"))
    .argument("<file>", help("helpRecipients.saveFile"))
    .addHelpText("after", examples("$ countersign backup recipients save safe.age"))
    .action((file) => run((context) => save(context, file)));
}

/** The recipients that automatic backups are encrypted to. */
export function addRecipients(backup: Command, run: Run): void {
  const recipients = backup
    .command("recipients")
    .description(help("helpRecipients.about"))
    .addHelpText("after", examples("$ countersign backup recipients make 'Safe in room 12'"));

  recipients
    .command("list")
    .description(help("helpRecipients.list"))
    .addHelpText("after", examples("$ countersign backup recipients list"))
    .action(() => run(list));

  recipients
    .command("make")
    .description(help("helpRecipients.make"))
    .argument("<name>", help("help.whose"))
    .addHelpText("after", examples("$ countersign backup recipients make 'Safe in room 12'"))
    .action((name) => run((context) => make(context, name)));

  recipients
    .command("add")
    .description(help("helpRecipients.add"))
    .argument("<name>", help("helpRecipients.addName"))
    .argument("<recipient>", help("helpRecipients.addRecipient"))
    .addHelpText("after", examples("$ countersign backup recipients add 'Head office' age1…"))
    .action((name, recipient) => run((context) => add(context, name, recipient)));

  recipients
    .command("remove")
    .description(help("helpRecipients.remove"))
    .argument("<recipient>", help("helpRecipients.removeRecipient"))
    .addHelpText("after", examples("$ countersign backup recipients remove 'Head office'"))
    .action((which) => run((context) => remove(context, which)));

  addProofs(recipients, run);
}
