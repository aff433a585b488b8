import { basename, resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import {
  askForAccessKeys,
  askForLocation,
  bucketDetails,
  bucketSettings,
  type BucketOptions,
  locationId,
} from "../locations.ts";
import { describeLocations, describeStored } from "../render/backups.ts";
import type { Outcome, Run } from "../run.ts";

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("destinations.list", {});
  return { data, words: describeLocations(data.rows, output.paint) };
}

async function add({ call, output }: Context, input: InputOf<"destinations.add">): Promise<Outcome> {
  const data = await call("destinations.add", input);
  return { data, words: describeLocations([data], output.paint) };
}

async function addBucket(context: Context, name: string, options: BucketOptions): Promise<Outcome> {
  const settings = await bucketSettings(context, options);
  return add(context, { name, settings, keys: await askForAccessKeys(context) });
}

function addFolder(context: Context, path: string, name: string | undefined): Promise<Outcome> {
  const folder = resolve(context.io.cwd, path);
  return add(context, { name: name ?? basename(folder), settings: { kind: "folder", path: folder }, keys: null });
}

async function change(context: Context, which: string, what: { enabled?: boolean } | "keys"): Promise<Outcome> {
  const id = await locationId(context, which);
  const given = what === "keys" ? { keys: await askForAccessKeys(context) } : what;
  const data = await context.call("destinations.change", { id, ...given });
  return { data, words: describeLocations([data], context.output.paint) };
}

async function remove(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("destinations.remove", { id: await locationId(context, which) });
  return { data, words: text("cliBackups.locationRemoved") };
}

async function check(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("destinations.check", { id: await locationId(context, which) });
  return {
    data,
    words: data.lastError ?? text("cliBackups.locationWorks"),
    negative: data.lastError !== null,
  };
}

async function contents(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("destinations.contents", { id: await locationId(context, which) });
  return { data, words: describeStored(data.rows, context.output.paint) };
}

async function browse(context: Context, options: BucketOptions & { folder?: string | undefined }): Promise<Outcome> {
  const data = await context.call("destinations.browse", await askForLocation(context, options));
  return { data, words: describeStored(data.rows, context.output.paint) };
}

function addAdding(locations: Command, run: Run): void {
  locations
    .command("add-folder")
    .description(help("helpLocations.addFolder"))
    .argument("<folder>", help("helpLocations.addFolderFolder"))
    .option("--name <name>", help("helpLocations.addFolderName"))
    .addHelpText("after", examples("$ countersign backup locations add-folder /media/backup --name 'Disk in the safe'"))
    .action((folder, { name }) => run((context) => addFolder(context, folder, name)));

  bucketDetails(
    locations
      .command("add-bucket")
      .description(help("helpLocations.addBucket"))
      .argument("<name>", help("helpLocations.addBucketName"))
      .requiredOption("--endpoint <url>", help("help.endpoint"))
      .requiredOption("--bucket <bucket>", help("help.bucket"))
      .option("--region <region>", help("help.region"), "us-east-1"),
  )
    .addHelpText(
      "after",
      examples(
        `$ echo '{"accessKeyId":"…","secretAccessKey":"…"}' | countersign backup locations add-bucket Vault --endpoint https://s3.example.org --bucket countersign --json`,
      ),
    )
    .action((name, options) => run((context) => addBucket(context, name, options)));
}

function addLooking(locations: Command, run: Run): void {
  locations
    .command("check")
    .description(help("helpLocations.check"))
    .argument("<location>", help("help.nameOrId"))
    .addHelpText("after", examples("$ countersign backup locations check Vault"))
    .action((which) => run((context) => check(context, which)));

  locations
    .command("contents")
    .description(help("helpLocations.contents"))
    .argument("<location>", help("help.nameOrId"))
    .addHelpText("after", examples("$ countersign backup locations contents Vault"))
    .action((which) => run((context) => contents(context, which)));

  bucketDetails(
    locations
      .command("browse")
      .description(help("helpLocations.browse"))
      .option("--folder <folder>", help("helpLocations.browseFolder"))
      .option("--endpoint <url>", help("help.endpoint"))
      .option("--bucket <bucket>", help("help.bucket"))
      .option("--region <region>", help("help.region")),
  )
    .addHelpText("after", examples("$ countersign backup locations browse --folder /media/backup"))
    .action((options) => run((context) => browse(context, options)));
}

/** Where automatic backups are kept. */
export function addLocations(backup: Command, run: Run): void {
  const locations = backup
    .command("locations")
    .alias("places")
    .description(help("helpLocations.about"))
    .addHelpText("after", examples("$ countersign backup locations add-folder /media/backup"));
  const changing = (name: "enable" | "disable" | "keys", what: { enabled?: boolean } | "keys") =>
    locations
      .command(name)
      .description(help(`helpLocations.${name}`))
      .argument("<location>", help("help.nameOrId"))
      .addHelpText("after", examples(`$ countersign backup locations ${name} Vault`))
      .action((which) => run((context) => change(context, which, what)));

  locations
    .command("list")
    .description(help("helpLocations.list"))
    .addHelpText("after", examples("$ countersign backup locations list"))
    .action(() => run(list));
  addAdding(locations, run);
  changing("enable", { enabled: true });
  changing("disable", { enabled: false });
  changing("keys", "keys");
  locations
    .command("remove")
    .description(help("helpLocations.remove"))
    .argument("<location>", help("help.nameOrId"))
    .addHelpText("after", examples("$ countersign backup locations remove Vault"))
    .action((which) => run((context) => remove(context, which)));
  addLooking(locations, run);
}
