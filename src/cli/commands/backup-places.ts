import { basename, resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { askForAccessKeys, askForPlace, bucketSettings, type BucketOptions, placeId } from "../places.ts";
import { describePlaces, describeStored } from "../render/backups.ts";
import type { Outcome, Run } from "../run.ts";

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("destinations.list", {});
  return { data, text: describePlaces(data.rows, output.paint) };
}

async function add({ call, output }: Context, input: InputOf<"destinations.add">): Promise<Outcome> {
  const data = await call("destinations.add", input);
  return { data, text: describePlaces([data], output.paint) };
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
  const id = await placeId(context, which);
  const given = what === "keys" ? { keys: await askForAccessKeys(context) } : what;
  const data = await context.call("destinations.change", { id, ...given });
  return { data, text: describePlaces([data], context.output.paint) };
}

async function remove(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("destinations.remove", { id: await placeId(context, which) });
  return { data, text: "Forgotten, with its access keys. The backups there stay." };
}

async function check(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("destinations.check", { id: await placeId(context, which) });
  return {
    data,
    text: data.lastError ?? "Files can be listed, written, read and removed there.",
    negative: data.lastError !== null,
  };
}

async function contents(context: Context, which: string): Promise<Outcome> {
  const data = await context.call("destinations.contents", { id: await placeId(context, which) });
  return { data, text: describeStored(data.rows, context.output.paint) };
}

async function browse(context: Context, options: BucketOptions & { folder?: string | undefined }): Promise<Outcome> {
  const data = await context.call("destinations.browse", await askForPlace(context, options));
  return { data, text: describeStored(data.rows, context.output.paint) };
}

function addAdding(places: Command, run: Run): void {
  places
    .command("add-folder")
    .description("Keep backups in a folder too: a disk that comes and goes, a network share")
    .argument("<folder>", "the folder")
    .option("--name <name>", "what it is called; the folder's name when left out")
    .addHelpText("after", examples("$ countersign backup places add-folder /media/backup --name 'Disk in the safe'"))
    .action((folder, { name }) => run((context) => addFolder(context, folder, name)));

  places
    .command("add-bucket")
    .description("Keep backups in a bucket of an S3-compatible server too")
    .argument("<name>", "what it is called")
    .requiredOption("--endpoint <url>", "https://server")
    .requiredOption("--bucket <bucket>", "the bucket")
    .option("--region <region>", "the region", "us-east-1")
    .option("--prefix <prefix>", "before every name, with its slash at the end")
    .option("--path-style", "https://server/bucket in place of https://bucket.server")
    .option("--ca <file>", "certificates of the authority that the server's certificate is from, as PEM")
    .addHelpText(
      "after",
      examples(
        `$ echo '{"accessKeyId":"…","secretAccessKey":"…"}' | countersign backup places add-bucket Vault --endpoint https://s3.example.org --bucket countersign --json`,
      ),
    )
    .action((name, options) => run((context) => addBucket(context, name, options)));
}

function addLooking(places: Command, run: Run): void {
  places
    .command("check")
    .description("Whether files can be listed, written, read and removed there now")
    .argument("<place>", "its name or id")
    .addHelpText("after", examples("$ countersign backup places check Vault"))
    .action((which) => run((context) => check(context, which)));

  places
    .command("contents")
    .description("List the backups that are there")
    .argument("<place>", "its name or id")
    .addHelpText("after", examples("$ countersign backup places contents Vault"))
    .action((which) => run((context) => contents(context, which)));

  places
    .command("browse")
    .description("List the backups of a folder or bucket that this console does not know")
    .option("--folder <folder>", "a folder")
    .option("--endpoint <url>", "https://server")
    .option("--bucket <bucket>", "the bucket")
    .option("--region <region>", "the region")
    .option("--prefix <prefix>", "before every name, with its slash at the end")
    .option("--path-style", "https://server/bucket in place of https://bucket.server")
    .option("--ca <file>", "certificates of the authority that the server's certificate is from, as PEM")
    .addHelpText("after", examples("$ countersign backup places browse --folder /media/backup"))
    .action((options) => run((context) => browse(context, options)));
}

/** Where automatic backups are kept. */
export function addPlaces(backup: Command, run: Run): void {
  const places = backup
    .command("places")
    .description("Where automatic backups are kept")
    .addHelpText("after", examples("$ countersign backup places add-folder /media/backup"));
  const changing = (name: string, description: string, what: { enabled?: boolean } | "keys") =>
    places
      .command(name)
      .description(description)
      .argument("<place>", "its name or id")
      .addHelpText("after", examples(`$ countersign backup places ${name} Vault`))
      .action((which) => run((context) => change(context, which, what)));

  places
    .command("list")
    .description("List them, with the last copy and the last problem")
    .addHelpText("after", examples("$ countersign backup places list"))
    .action(() => run(list));
  addAdding(places, run);
  changing("enable", "Send backups there again", { enabled: true });
  changing("disable", "Send no backups there for now", { enabled: false });
  changing("keys", "Give new access keys of a bucket", "keys");
  places
    .command("remove")
    .description("Forget a place and its access keys; the backups there stay")
    .argument("<place>", "its name or id")
    .addHelpText("after", examples("$ countersign backup places remove Vault"))
    .action((which) => run((context) => remove(context, which)));
  addLooking(places, run);
}
