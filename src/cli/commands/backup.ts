import { resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import type { Context } from "../context.ts";
import { confirmByTyping } from "../confirm.ts";
import { examples } from "../options.ts";
import { describeBackup, describeRestore, describeVerification } from "../render/reports.ts";
import type { Outcome, Run } from "../run.ts";

const known = { passphrase: { message: "The backup's passphrase", kind: "known" } } as const;
const chosen = { passphrase: { message: "Choose the backup's passphrase", kind: "new" } } as const;

async function create({ call, secrets, io }: Context, file: string, overwrite: boolean): Promise<Outcome> {
  const { passphrase } = await secrets.ask(chosen);
  const data = await call("backup.create", { file: resolve(io.cwd, file), passphrase, overwrite });
  return { data, text: describeBackup(data) };
}

async function verify({ call, secrets, io, output }: Context, file: string): Promise<Outcome> {
  const { passphrase } = await secrets.ask(known);
  const data = await call("backup.verify", { file: resolve(io.cwd, file), passphrase });
  return { data, text: describeVerification(data, output.paint) };
}

async function restore(context: Context, file: string, yes: boolean): Promise<Outcome> {
  const { call, secrets, io, caller } = context;
  if (secrets.interactive && !yes) await confirmReplacing(context);
  const { passphrase } = await secrets.ask(known);
  const data = await call("backup.restore", { file: resolve(io.cwd, file), passphrase });
  caller.session.set(null);
  return { data, text: describeRestore(data) };
}

async function confirmReplacing(context: Context): Promise<void> {
  const { phase } = await context.call("system.status", {});
  if (phase === "empty") return;
  await confirmByTyping(
    context,
    "restore",
    `This replaces the store in ${context.dataDir} and ends every session. The present store is kept aside.`,
  );
}

export function addBackup(program: Command, run: Run): void {
  const backup = program
    .command("backup")
    .description("Encrypted backups that are known to restore")
    .addHelpText("after", examples("$ countersign backup create monday.age"));

  backup
    .command("create")
    .description("Write a backup to one file, in the age format, under a passphrase")
    .argument("<file>", "conventionally name.age")
    .option("--overwrite", "replace the file if it exists", false)
    .addHelpText("after", examples("$ countersign backup create monday.age"))
    .action((file, { overwrite }) => run((context) => create(context, file, overwrite)));

  backup
    .command("verify")
    .description("Decrypt a backup and prove it, without touching the store")
    .argument("<file>", "the backup")
    .addHelpText(
      "after",
      examples(
        "$ countersign backup verify monday.age",
        `$ echo '{"passphrase":"…"}' | countersign backup verify monday.age --json`,
      ),
    )
    .action((file) =>
      run((context) => verify(context, file), {
        negative: ["BACKUP_UNREADABLE", "BACKUP_PASSPHRASE_WRONG", "BACKUP_DAMAGED", "BACKUP_NEWER"],
      }),
    );

  backup
    .command("restore")
    .description("Prove a backup and put it in the place of the store, which is kept aside")
    .argument("<file>", "the backup")
    .option("--yes", "do not ask first", false)
    .addHelpText("after", examples("$ countersign backup restore monday.age --data /srv/countersign"))
    .action((file, { yes }) => run((context) => restore(context, file, yes)));
}
