import { resolve } from "node:path";
import type { Command, OptionValues } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import type { AccessKeys, BucketSettings, DestinationSettings } from "#shared/model/destinations.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "./context.ts";
import { help } from "./help.ts";
import { loadTerminal } from "./terminal.ts";

/** A bucket as given on the command line. */
export interface BucketOptions {
  endpoint?: string | undefined;
  region?: string | undefined;
  bucket?: string | undefined;
  prefix?: string | undefined;
  pathStyle?: boolean | undefined;
  ca?: string | undefined;
}

/** How a bucket is used, which is asked for wherever one is named. */
export const bucketDetails = <Args extends unknown[], Options extends OptionValues, Above extends OptionValues>(
  command: Command<Args, Options, Above>,
) =>
  command
    .option("--prefix <prefix>", help("help.prefix"))
    .option("--path-style", help("help.pathStyle"))
    .option("--ca <file>", help("help.authority"));

const missing = (option: string): AppError =>
  new AppError("INVALID_INPUT", {
    text: text("cliBackups.optionToo", { option }),
    fields: { [option]: text("cliBackups.optionToo", { option }) },
  });

/** As many bytes of certificates as a place may have. */
const mostOfAuthority = 64 * 1024;

/** The certificates of who signed a server's; null: whom this computer trusts. @throws AppError INVALID_INPUT, FILE_NOT_FOUND */
export async function readAuthority({ io }: Context, file: string | undefined): Promise<string | null> {
  if (file === undefined) return null;
  const { readWhole } = await loadTerminal();
  const read = await readWhole(resolve(io.cwd, file), mostOfAuthority, text("files.theCertificates"));
  return read.toString("utf8");
}

/** @throws AppError INVALID_INPUT, FILE_NOT_FOUND */
export async function bucketSettings(context: Context, options: BucketOptions): Promise<BucketSettings> {
  const { endpoint, region = "us-east-1", bucket, prefix = "", pathStyle = false, ca } = options;
  if (endpoint === undefined) throw missing("endpoint");
  if (bucket === undefined) throw missing("bucket");
  const place = { kind: "s3", endpoint, region, bucket, prefix, pathStyle } as const;
  return { ...place, ca: await readAuthority(context, ca) };
}

/** @throws AppError INVALID_INPUT */
export const askForAccessKeys = ({ secrets }: Context): Promise<AccessKeys> =>
  secrets.ask({
    accessKeyId: { message: text("cliBackups.askAccessKey"), kind: "known" },
    secretAccessKey: { message: text("cliBackups.askSecretKey"), kind: "known" },
  });

export interface UnknownLocation {
  settings: DestinationSettings;
  keys: AccessKeys | null;
}

/** A folder or bucket that is not a location of this console. */
export async function askForLocation(
  context: Context,
  options: BucketOptions & { folder?: string | undefined },
): Promise<UnknownLocation> {
  const { folder } = options;
  if (folder !== undefined) {
    return { settings: { kind: "folder", path: resolve(context.io.cwd, folder) }, keys: null };
  }
  return { settings: await bucketSettings(context, options), keys: await askForAccessKeys(context) };
}

/** Finds a location by id or name. @throws AppError NOT_FOUND */
export async function locationId({ call }: Context, named: string): Promise<string> {
  const { rows } = await call("destinations.list", {});
  const found = rows.find(({ id, name }) => id === named || name === named);
  if (found) return found.id;
  throw new AppError("NOT_FOUND", { text: text("cliBackups.noLocation") });
}
