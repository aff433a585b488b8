import { resolve } from "node:path";
import { Argument, type Command, Option } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import { faultsInWords } from "#shared/model/backups.ts";
import { RestoreTask } from "#shared/model/restores.ts";
import type { Context } from "../context.ts";
import { confirmByTyping } from "../confirm.ts";
import { formerly } from "../former-names.ts";
import { examples } from "../options.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { askForLocation, type BucketOptions, locationId } from "../locations.ts";
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

const chosen = { passphrase: { message: "Choose the backup's passphrase", kind: "new" } } as const;

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

type Opened = InputOf<"backup.verify">;

async function opening({ secrets, io }: Context, { identity, identityFile }: Given): Promise<Opened> {
  if (identity) {
    return secrets.ask({ identity: { message: "Backup key (AGE-SECRET-KEY-1…)", kind: "known" } });
  }
  if (identityFile === undefined)
    return secrets.ask({ passphrase: { message: "The backup's passphrase", kind: "known" } });
  const asked = await secrets.ask({ passphrase: { message: "Passphrase of the backup key's file", kind: "known" } });
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

async function create(
  { call, secrets, io, output }: Context,
  file: string,
  { overwrite, recipients }: CreateOptions,
): Promise<Outcome> {
  const protection = recipients ? {} : await secrets.ask(chosen);
  const data = await call("backup.create", { file: resolve(io.cwd, file), ...protection, overwrite });
  return { data, text: describeBackup(data, output.paint), negative: faultsInWords(data.faults).length > 0 };
}

async function verify(context: Context, file: string, given: Given): Promise<Outcome> {
  const data = await context.call("backup.verify", await input(context, file, given));
  return { data, text: describeVerification(data, context.output.paint) };
}

async function preview(context: Context, file: string, given: Given): Promise<Outcome> {
  const data = await context.call("backup.preview", await input(context, file, given));
  return { data, text: describePreview(data, context.output.paint) };
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
  const data = await call("backup.restore", { ...(await input(context, file, given)), ...declined });
  caller.session.set(null);
  return { data, text: describeRestore(data, output.paint) };
}

async function restored({ call, output }: Context): Promise<Outcome> {
  const data = await call("backup.restored", {});
  return { data, text: describeRestored(data, output.paint), negative: data !== null };
}

/** @throws AppError NOT_FOUND where no restore has left tasks */
async function settle({ call, output }: Context, task: RestoreTask, voids: boolean): Promise<Outcome> {
  const open = await call("backup.restored", {});
  if (open === null) throw new AppError("NOT_FOUND", { message: "No restore has left anything to do." });
  const data = await call("backup.settleRestored", { id: open.id, task, void: voids });
  const left = await call("backup.restored", {});
  const done = voids ? `${data.voided} voided. The task is done.` : "The task is done.";
  return { data, text: `${done}\n${describeRestored(left, output.paint)}` };
}

async function restoreUsers(context: Context, file: string, usernames: string[], given: Given): Promise<Outcome> {
  const data = await context.call("backup.restoreUsers", { ...(await input(context, file, given)), usernames });
  return {
    data,
    text: describeRestoredUsers(data.rows, context.output.paint),
    negative: data.rows.some(({ outcome }) => outcome !== "restored"),
  };
}

async function confirmReplacing(context: Context): Promise<void> {
  const { phase } = await context.call("system.status", {});
  if (phase === "empty") return;
  await confirmByTyping(
    context,
    "restore",
    `This replaces the database in ${context.dataDir} with the backup and ends every session. The current database is kept.`,
  );
}

const cannotBeRestored = [
  "BACKUP_UNREADABLE",
  "BACKUP_PASSPHRASE_WRONG",
  "BACKUP_IDENTITY_WRONG",
  "BACKUP_DAMAGED",
  "BACKUP_NEWER",
] as const;

const locationOption = () =>
  new Option("--location <location>", "the backup is in this location of the console: its name or id");

/** The options that say where a backup is and what opens it. */
const withSource = (command: Command) =>
  command
    .option("--identity", "the backup is opened by a backup key")
    .option("--identity-file <file>", "the backup is opened by a backup key in this file, which has a passphrase")
    .addOption(locationOption())
    .addOption(formerly("--place <location>", locationOption()))
    .option("--folder <folder>", "the backup is in this folder")
    .option("--endpoint <url>", "the backup is in a bucket on this server: https://server")
    .option("--bucket <bucket>", "the bucket")
    .option("--region <region>", "the region")
    .option("--prefix <prefix>", "what every name starts with, including the final slash")
    .option("--path-style", "https://server/bucket instead of https://bucket.server")
    .option("--ca <file>", "PEM file of the authority that issued the server's certificate");

function addCreate(backup: Command, run: Run): void {
  backup
    .command("create")
    .description("Write a backup to one file in the age format, under a passphrase or for the backup keys")
    .argument("<file>", "the new file, usually name.age")
    .option("--overwrite", "replace the file if it exists", false)
    .option("--recipients", "for the backup keys, without a passphrase", false)
    .addHelpText("after", examples("$ countersign backup create monday.age"))
    .action((file, options) => run((context) => create(context, file, options)));
}

function addVerify(backup: Command, run: Run): void {
  withSource(backup.command("verify"))
    .description("Decrypt a backup and check all of it, without touching the database")
    .argument("<file>", "the backup: a file, or its name in a location")
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
    .description("Compare a backup with the current database")
    .argument("<file>", "the backup: a file, or its name in a location")
    .addHelpText("after", examples("$ countersign backup preview monday.age"))
    .action((file, given) => run((context) => preview(context, file, given), { negative: cannotBeRestored }));
}

function addRestored(backup: Command, run: Run): void {
  backup
    .command("restored")
    .description("Show what the last restore left to do")
    .addHelpText("after", examples("$ countersign backup restored"))
    .action(() => run(restored));
  backup
    .command("settle")
    .description("Mark a task after a restore as done; with --void, void what may have been used since")
    .addArgument(new Argument("<task>", "which task").choices(RestoreTask.options))
    .option("--void", "void all backup codes, or all letters, that are older than the restore", false)
    .addHelpText(
      "after",
      examples("$ countersign backup settle backupCodes --void", "$ countersign backup settle revocations"),
    )
    .action((task, options) => run((context) => settle(context, task, options.void)));
}

export function addBackup(program: Command, run: Run): void {
  const backup = program
    .command("backup")
    .description("Encrypted backups, tested by restoring them")
    .addHelpText("after", examples("$ countersign backup create monday.age", "$ countersign backup run"));

  addCreate(backup, run);
  addVerify(backup, run);
  withSource(backup.command("restore"))
    .description("Check a backup and replace the database with it; the replaced database is kept")
    .argument("<file>", "the backup: a file, or its name in a location")
    .option("--yes", "do not ask first", false)
    .option(
      "--decline-carry-over <reason>",
      "restore the backup unchanged: what was revoked or used since is accepted again. The reason goes into the audit log",
    )
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
    .description("Bring deleted people back, with their authenticators and backup codes")
    .argument("<file>", "the backup: a file, or its name in a location")
    .argument("<usernames...>", "the people to bring back")
    .addHelpText("after", examples("$ countersign backup restore-people monday.age ann ben"))
    .action((file, usernames, given) =>
      run((context) => restoreUsers(context, file, usernames, given), { negative: cannotBeRestored }),
    );
  addAutomatic(backup, run);
  addRecipients(backup, run);
  addLocations(backup, run);
}
