import { resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { describeRecipients } from "../render/backups.ts";
import { printable, time } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

const askForIdentity = { identity: { message: "Backup key (AGE-SECRET-KEY-1…)", kind: "known" } } as const;

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("recipients.list", {});
  return { data, text: describeRecipients(data.rows, output.paint) };
}

async function make({ call }: Context, name: string): Promise<Outcome> {
  const data = await call("recipients.make", { name });
  const text = [
    `Backup key: ${data.identity}`,
    `Recipient: ${data.recipient.recipient}`,
    "Write the backup key down now and keep it apart from this computer: it is not shown again, and it opens every automatic backup from now on.",
  ].join("\n");
  return { data, text };
}

async function add({ call, output }: Context, name: string, recipient: string): Promise<Outcome> {
  const data = await call("recipients.add", { name, recipient });
  return { data, text: describeRecipients([data], output.paint) };
}

async function remove({ call }: Context, which: string): Promise<Outcome> {
  const { rows } = await call("recipients.list", {});
  const found = rows.find(({ id, name, recipient }) => [id, name, recipient].includes(which));
  if (!found) throw new AppError("NOT_FOUND", { message: "There is no such recipient." });
  const data = await call("recipients.remove", { id: found.id });
  return { data, text: "It will not open later backups. It still opens the earlier ones." };
}

async function prove({ call, secrets, io }: Context, file: string | undefined): Promise<Outcome> {
  const proof =
    file === undefined
      ? await secrets.ask(askForIdentity)
      : {
          identityFile: resolve(io.cwd, file),
          ...(await secrets.ask({ passphrase: { message: "Passphrase of the file", kind: "known" } })),
        };
  const data = await call("recipients.prove", proof);
  return { data, text: `This is the backup key ${printable(data.name)}. Test recorded: ${time(data.provenAt)}` };
}

async function save({ call, secrets, io }: Context, file: string): Promise<Outcome> {
  const { identity, passphrase } = await secrets.ask({
    ...askForIdentity,
    passphrase: { message: "Choose a passphrase for the file", kind: "new" },
  });
  const data = await call("recipients.saveIdentity", { identity, file: resolve(io.cwd, file), passphrase });
  return { data, text: `Saved: ${data.file}` };
}

function addProofs(recipients: Command, run: Run): void {
  recipients
    .command("test")
    .alias("prove")
    .description("Test a backup key that you still have; the test is recorded")
    .option("--file <file>", "a file with the backup key, under a passphrase")
    .addHelpText(
      "after",
      examples("$ countersign backup recipients test", "$ countersign backup recipients test --file safe.age"),
    )
    .action(({ file }) => run((context) => prove(context, file), { negative: ["BACKUP_IDENTITY_WRONG"] }));

  recipients
    .command("save")
    .description("Save a backup key to a file under a passphrase, in the age format")
    .argument("<file>", "the new file")
    .addHelpText("after", examples("$ countersign backup recipients save safe.age"))
    .action((file) => run((context) => save(context, file)));
}

/** The recipients that automatic backups are encrypted to. */
export function addRecipients(backup: Command, run: Run): void {
  const recipients = backup
    .command("recipients")
    .description("The backup keys that open automatic backups")
    .addHelpText("after", examples("$ countersign backup recipients make 'Safe in room 12'"));

  recipients
    .command("list")
    .description("List backup keys by their public halves, with their last test")
    .addHelpText("after", examples("$ countersign backup recipients list"))
    .action(() => run(list));

  recipients
    .command("make")
    .description("Make a backup key; it is shown once")
    .argument("<name>", "whose it is, or where it is kept")
    .addHelpText("after", examples("$ countersign backup recipients make 'Safe in room 12'"))
    .action((name) => run((context) => make(context, name)));

  recipients
    .command("add")
    .description("Also encrypt later backups to an existing age recipient")
    .argument("<name>", "whose it is")
    .argument("<recipient>", "age1…")
    .addHelpText("after", examples("$ countersign backup recipients add 'Head office' age1…"))
    .action((name, recipient) => run((context) => add(context, name, recipient)));

  recipients
    .command("remove")
    .description("Stop encrypting later backups to a recipient")
    .argument("<recipient>", "its name, id or age1…")
    .addHelpText("after", examples("$ countersign backup recipients remove 'Head office'"))
    .action((which) => run((context) => remove(context, which)));

  addProofs(recipients, run);
}
