import { resolve } from "node:path";
import { readWhole } from "#main/terminal.ts";
import { AppError } from "#shared/errors.ts";
import type { AccessKeys, BucketSettings, DestinationSettings } from "#shared/model/destinations.ts";
import type { Context } from "./context.ts";

/** A bucket as given on the command line. */
export interface BucketOptions {
  endpoint?: string | undefined;
  region?: string | undefined;
  bucket?: string | undefined;
  prefix?: string | undefined;
  pathStyle?: boolean | undefined;
  ca?: string | undefined;
}

const missing = (option: string): AppError =>
  new AppError("INVALID_INPUT", {
    message: `Give --${option} as well.`,
    fields: { [option]: `Give --${option} as well.` },
  });

/** As many bytes of certificates as a place may have. */
const mostOfAuthority = 64 * 1024;

/** @throws AppError INVALID_INPUT, FILE_NOT_FOUND */
export async function bucketSettings({ io }: Context, options: BucketOptions): Promise<BucketSettings> {
  const { endpoint, region = "us-east-1", bucket, prefix = "", pathStyle = false, ca } = options;
  if (endpoint === undefined) throw missing("endpoint");
  if (bucket === undefined) throw missing("bucket");
  const authority =
    ca === undefined ? null : await readWhole(resolve(io.cwd, ca), mostOfAuthority, "The file of certificates");
  return { kind: "s3", endpoint, region, bucket, prefix, pathStyle, ca: authority?.toString("utf8") ?? null };
}

/** @throws AppError INVALID_INPUT */
export const askForAccessKeys = ({ secrets }: Context): Promise<AccessKeys> =>
  secrets.ask({
    accessKeyId: { message: "Access key", kind: "known" },
    secretAccessKey: { message: "Secret key", kind: "known" },
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
export async function locationId({ call }: Context, text: string): Promise<string> {
  const { rows } = await call("destinations.list", {});
  const found = rows.find(({ id, name }) => id === text || name === text);
  if (found) return found.id;
  throw new AppError("NOT_FOUND", { message: "There is no such location. See: countersign backup locations list" });
}
