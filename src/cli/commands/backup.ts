import { resolve } from "node:path";
import { Argument, type Command, Option } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import { faultsAsTexts } from "#shared/model/backups.ts";
import { RestoreTask } from "#shared/model/restores.ts";
import { sentences, text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { confirmByTyping } from "../confirm.ts";
import { formerly } from "../former-names.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { askForLocation, bucketDetails, type BucketOptions, locationId } from "../locations.ts";
import {
  describeBackup,
  describePreview,
  describeRestoredUsers,
  describeRestore,
  describeVerification,
  describeRestored,
} from "../render/restores.ts";
import type { Outcome, Run } from "../run.ts";
import { addAutomatic } from "./backup-automatic.ts";
import { addLocations } from "./backup-locations.ts";
import { addRecipients } from "./backup-recipients.ts";

const chosen = { passphrase: { message: text("cliBackups.choosePassphrase"), kind: "new" } } as const;

/** Where a backup is and what opens it, as given on the command line. */
interface Given extends BucketOptions {
  /** One of the console's locations. */
  location?: string | undefined;
  folder?: string | undefined;
  /** Opened by a backup key. */
  identity?: boolean | undefined;
  /** A file with the backup key. */
  identityFile?: string | undefined;
}

type Opened = InputOf<"archive.verify">;

async function opening({ secrets, io }: Context, { identity, identityFile }: Given): Promise<Opened> {
  if (identity) {
    return secrets.ask({ identity: { message: text("cliBackups.askKey"), kind: "known" } });
  }
  if (identityFile === undefined)
    return secrets.ask({ passphrase: { message: text("cliBackups.askPassphrase"), kind: "known" } });
  const asked = await secrets.ask({ passphrase: { message: text("cliBackups.askKeyFilePassphrase"), kind: "known" } });
  return { identityFile: resolve(io.cwd, identityFile), ...asked };
}

async function source(context: Context, file: string, given: Given): Promise<Opened> {
  const { location, folder, endpoint } = given;
  if (location !== undefined) return { stored: { destination: await locationId(context, location), name: file } };
  if (folder !== undefined || endpoint !== undefined) {
    return { stored: { ...(await askForLocation(context, given)), name: file } };
  }
  return { file: resolve(context.io.cwd, file) };
}

const input = async (context: Context, file: string, given: Given): Promise<Opened> => ({
  ...(await source(context, file, given)),
  ...(await opening(context, given)),
});

interface CreateOptions {
  overwrite: boolean;
  recipients: boolean;
}

/** Before the passphrase is typed: what it will open, and what it takes. */
async function sayWhatOpens({ call, secrets, output }: Context): Promise<void> {
  if (!secrets.interactive) return;
  const { backupApproval } = await call("policies.get", {});
  const needs = text(backupApproval === "none" ? "cliBackups.needsFreshCode" : "cliBackups.needsSignature");
  output.notice(sentences(text("cliBackups.passphraseOpensAll"), needs));
}

async function create(context: Context, file: string, { overwrite, recipients }: CreateOptions): Promise<Outcome> {
  const { call, secrets, io, output } = context;
  if (!recipients) await sayWhatOpens(context);
  const protection = recipients ? {} : await secrets.ask(chosen);
  const data = await call("archive.create", { file: resolve(io.cwd, file), ...protection, overwrite });
  return { data, words: describeBackup(data, output.paint), negative: faultsAsTexts(data.faults).length > 0 };
}

async function verify(context: Context, file: string, given: Given): Promise<Outcome> {
  const data = await context.call("archive.verify", await input(context, file, given));
  return { data, words: describeVerification(data, context.output.paint) };
}

async function preview(context: Context, file: string, given: Given): Promise<Outcome> {
  const data = await context.call("archive.preview", await input(context, file, given));
  return { data, words: describePreview(data, context.output.paint) };
}

interface RestoreOptions extends Given {
  yes: boolean;
  declineCarryOver?: string | undefined;
}

async function restore(
  context: Context,
  file: string,
  { yes, declineCarryOver: reason, ...given }: RestoreOptions,
): Promise<Outcome> {
  const { call, secrets, caller, output } = context;
  if (secrets.interactive && !yes) await confirmReplacing(context);
  const declined = reason === undefined ? {} : { declineCarryOver: { reason } };
  const data = await call("archive.restore", { ...(await input(context, file, given)), ...declined });
  caller.session.set(null);
  return { data, words: describeRestore(data, output.paint) };
}

async function restored({ call, output }: Context): Promise<Outcome> {
  const data = await call("archive.restored", {});
  return { data, words: describeRestored(data, output.paint), negative: data !== null };
}

/** @throws AppError NOT_FOUND where no restore has left tasks */
async function settle({ call, output }: Context, task: RestoreTask, voids: boolean): Promise<Outcome> {
  const open = await call("archive.restored", {});
  if (open === null) throw new AppError("NOT_FOUND", { text: text("cliRestores.nothingToDo") });
  const data = await call("archive.settleRestored", { id: open.id, task, void: voids });
  const left = await call("archive.restored", {});
  const done = voids ? text("cliRestores.voided", { count: data.voided }) : text("cliRestores.taskDone");
  return { data, words: [done, describeRestored(left, output.paint)] };
}

async function restoreUsers(context: Context, file: string, usernames: string[], given: Given): Promise<Outcome> {
  const data = await context.call("archive.restoreUsers", { ...(await input(context, file, given)), usernames });
  return {
    data,
    words: describeRestoredUsers(data.rows, context.output.paint),
    negative: data.rows.some(({ outcome }) => outcome !== "restored"),
  };
}

async function confirmReplacing(context: Context): Promise<void> {
  const { phase } = await context.call("system.status", {});
  if (phase === "empty") return;
  await confirmByTyping(context, "restore", text("cliRestores.confirm", { folder: context.dataDir }));
}

const cannotBeRestored = [
  "BACKUP_UNREADABLE",
  "BACKUP_PASSPHRASE_WRONG",
  "BACKUP_IDENTITY_WRONG",
  "BACKUP_DAMAGED",
  "BACKUP_NEWER",
] as const;

const locationOption = () => new Option("--location <location>", help("helpBackup.location"));

/** The options that say where a backup is and what opens it. */
const withSource = (command: Command) =>
  bucketDetails(
    command
      .option("--identity", help("helpBackup.identity"))
      .option("--identity-file <file>", help("helpBackup.identityFile"))
      .addOption(locationOption())
      .addOption(formerly("--place <location>", locationOption()))
      .option("--folder <folder>", help("helpBackup.folder"))
      .option("--endpoint <url>", help("helpBackup.bucketEndpoint"))
      .option("--bucket <bucket>", help("help.bucket"))
      .option("--region <region>", help("help.region")),
  );

function addCreate(backup: Command, run: Run): void {
  backup
    .command("create")
    .description(help("helpBackup.create"))
    .argument("<file>", help("helpBackup.createFile"))
    .option("--overwrite", help("helpBackup.createOverwrite"), false)
    .option("--recipients", help("helpBackup.createRecipients"), false)
    .addHelpText("after", examples("$ countersign backup create monday.age"))
    .action((file, options) => run((context) => create(context, file, options)));
}

function addVerify(backup: Command, run: Run): void {
  withSource(backup.command("verify"))
    .description(help("helpBackup.verify"))
    .argument("<file>", help("help.backupFile"))
    .addHelpText(
      "after",
      examples(
        "$ countersign backup verify monday.age",
        `$ echo '{"passphrase":"…"}' | countersign backup verify monday.age --json`,
        "$ countersign backup verify countersign-1a2b3c4d-20261124T081503Z.age --location Vault --identity",
      ),
    )
    .action((file, given) => run((context) => verify(context, file, given), { negative: cannotBeRestored }));

  withSource(backup.command("preview"))
    .description(help("helpBackup.preview"))
    .argument("<file>", help("help.backupFile"))
    .addHelpText("after", examples("$ countersign backup preview monday.age"))
    .action((file, given) => run((context) => preview(context, file, given), { negative: cannotBeRestored }));
}

function addRestored(backup: Command, run: Run): void {
  backup
    .command("restored")
    .description(help("helpBackup.restored"))
    .addHelpText("after", examples("$ countersign backup restored"))
    .action(() => run(restored));
  backup
    .command("settle")
    .description(help("helpBackup.settle"))
    .addArgument(new Argument("<task>", help("helpBackup.settleTask")).choices(RestoreTask.options))
    .option("--void", help("helpBackup.settleVoid"), false)
    .addHelpText(
      "after",
      examples("$ countersign backup settle backupCodes --void", "$ countersign backup settle revocations"),
    )
    .action((task, options) => run((context) => settle(context, task, options.void)));
}

export function addBackup(program: Command, run: Run): void {
  const backup = program
    .command("backup")
    .description(help("helpBackup.about"))
    .addHelpText("after", examples("$ countersign backup create monday.age", "$ countersign backup run"));

  addCreate(backup, run);
  addVerify(backup, run);
  withSource(backup.command("restore"))
    .description(help("helpBackup.restore"))
    .argument("<file>", help("help.backupFile"))
    .option("--yes", help("help.yes"), false)
    .option("--decline-carry-over <reason>", help("helpBackup.restoreDeclineCarryOver"))
    .addHelpText(
      "after",
      examples(
        "$ countersign backup restore monday.age --data /srv/countersign",
        "$ countersign backup restore countersign-1a2b3c4d-20261124T081503Z.age --endpoint https://s3.example.org --bucket countersign --identity",
      ),
    )
    .action((file, options) => run((context) => restore(context, file, options)));
  addRestored(backup, run);
  withSource(backup.command("restore-people").alias("restore-users"))
    .description(help("helpBackup.restorePeople"))
    .argument("<file>", help("help.backupFile"))
    .argument("<usernames...>", help("helpBackup.restorePeopleUsernames"))
    .addHelpText("after", examples("$ countersign backup restore-people monday.age ann ben"))
    .action((file, usernames, given) =>
      run((context) => restoreUsers(context, file, usernames, given), { negative: cannotBeRestored }),
    );
  addAutomatic(backup, run);
  addRecipients(backup, run);
  addLocations(backup, run);
}
