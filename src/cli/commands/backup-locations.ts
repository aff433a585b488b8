import { basename, resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { askForAccessKeys, askForLocation, bucketSettings, type BucketOptions, locationId } from "../locations.ts";
import { describeLocations, describeStored } from "../render/backups.ts";
import type { Outcome, Run } from "../run.ts";

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("destinations.list", {});
  return { data, text: describeLocations(data.rows, output.paint) };
}

async function add({ call, output }: Context, input: InputOf<"destinations.add">): Promise<Outcome> {
  const data = await call("destinations.add", input);
  return { data, text: describeLocations([data], output.paint) };
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
  return { data, text: describeLocations([data], context.output.paint) };
}

async function remove(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("destinations.remove", { id: await locationId(context, which) });
  return { data, text: "The location and its access keys were removed. The backups in it stay." };
}

async function check(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("destinations.check", { id: await locationId(context, which) });
  return {
    data,
    text: data.lastError ?? "Files can be listed, written, read and removed there.",
    negative: data.lastError !== null,
  };
}

async function contents(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("destinations.contents", { id: await locationId(context, which) });
  return { data, text: describeStored(data.rows, context.output.paint) };
}

async function browse(context: Context, options: BucketOptions & { folder?: string | undefined }): Promise<Outcome> {
  const data = await context.call("destinations.browse", await askForLocation(context, options));
  return { data, text: describeStored(data.rows, context.output.paint) };
}

function addAdding(locations: Command, run: Run): void {
  locations
    .command("add-folder")
    .description("Also keep backups in a folder, for example on a removable disk or a network share")
    .argument("<folder>", "the folder")
    .option("--name <name>", "the location's name (default: the folder's name)")
    .addHelpText("after", examples("$ countersign backup locations add-folder /media/backup --name 'Disk in the safe'"))
    .action((folder, { name }) => run((context) => addFolder(context, folder, name)));

  locations
    .command("add-bucket")
    .description("Also keep backups in a bucket on an S3-compatible server")
    .argument("<name>", "the location's name")
    .requiredOption("--endpoint <url>", "https://server")
    .requiredOption("--bucket <bucket>", "the bucket")
    .option("--region <region>", "the region", "us-east-1")
    .option("--prefix <prefix>", "what every name starts with, including the final slash")
    .option("--path-style", "https://server/bucket instead of https://bucket.server")
    .option("--ca <file>", "PEM file of the authority that issued the server's certificate")
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
    .description("Test whether files can be listed, written, read and removed there")
    .argument("<location>", "its name or id")
    .addHelpText("after", examples("$ countersign backup locations check Vault"))
    .action((which) => run((context) => check(context, which)));

  locations
    .command("contents")
    .description("List the backups in a location")
    .argument("<location>", "its name or id")
    .addHelpText("after", examples("$ countersign backup locations contents Vault"))
    .action((which) => run((context) => contents(context, which)));

  locations
    .command("browse")
    .description("List the backups in a folder or bucket that is not a location of this console")
    .option("--folder <folder>", "a folder")
    .option("--endpoint <url>", "https://server")
    .option("--bucket <bucket>", "the bucket")
    .option("--region <region>", "the region")
    .option("--prefix <prefix>", "what every name starts with, including the final slash")
    .option("--path-style", "https://server/bucket instead of https://bucket.server")
    .option("--ca <file>", "PEM file of the authority that issued the server's certificate")
    .addHelpText("after", examples("$ countersign backup locations browse --folder /media/backup"))
    .action((options) => run((context) => browse(context, options)));
}

/** Where automatic backups are kept. */
export function addLocations(backup: Command, run: Run): void {
  const locations = backup
    .command("locations")
    .alias("places")
    .description("Where automatic backups are kept")
    .addHelpText("after", examples("$ countersign backup locations add-folder /media/backup"));
  const changing = (name: string, description: string, what: { enabled?: boolean } | "keys") =>
    locations
      .command(name)
      .description(description)
      .argument("<location>", "its name or id")
      .addHelpText("after", examples(`$ countersign backup locations ${name} Vault`))
      .action((which) => run((context) => change(context, which, what)));

  locations
    .command("list")
    .description("List locations with their last copy and last problem")
    .addHelpText("after", examples("$ countersign backup locations list"))
    .action(() => run(list));
  addAdding(locations, run);
  changing("enable", "Store backups there again", { enabled: true });
  changing("disable", "Stop storing backups there for now", { enabled: false });
  changing("keys", "Replace the access keys of a bucket", "keys");
  locations
    .command("remove")
    .description("Remove a location and its access keys; the backups in it stay")
    .argument("<location>", "its name or id")
    .addHelpText("after", examples("$ countersign backup locations remove Vault"))
    .action((which) => run((context) => remove(context, which)));
  addLooking(locations, run);
}
