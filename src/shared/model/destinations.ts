import { z } from "zod";

/** Where backups are kept: `countersign-<last 8 of the store's id>-<UTC time>.age`. */
export const backupFileName = /^countersign-[0-9a-f]{8}-\d{8}T\d{6}Z(?:-\d+)?\.age$/u;

const httpUrl = z.url({ protocol: /^https?$/u, error: "This is not a server address: https://…" });

/** A folder: a removable disk, a network share. */
const FolderSettings = z.strictObject({
  kind: z.literal("folder"),
  /** Absolute path. */
  path: z.string().min(1, "Choose a folder.").max(4096),
});

/** A bucket of an S3-compatible server. */
export const BucketSettings = z.strictObject({
  kind: z.literal("s3"),
  endpoint: httpUrl,
  region: z.string().min(1, "The region is missing.").max(64),
  bucket: z.string().min(3, "The bucket is missing.").max(255),
  /** Before every name, with its slash at the end; empty: none. */
  prefix: z
    .string()
    .max(512)
    .regex(/^(?:[^/].*\/)?$/u, "A prefix ends with a slash and does not begin with one."),
  /** `https://server/bucket` in place of `https://bucket.server`. */
  pathStyle: z.boolean(),
  /** Certificates of the authority that issued the server's certificate, as PEM; null: the system's. */
  ca: z
    .string()
    .max(64 * 1024)
    .nullable(),
});
export type BucketSettings = z.infer<typeof BucketSettings>;

export const DestinationSettings = z.discriminatedUnion("kind", [FolderSettings, BucketSettings]);
export type DestinationSettings = z.infer<typeof DestinationSettings>;

/** Where a location is, on one line: a path, or `bucket/prefix/ at https://server`. */
export const placeInWords = (settings: DestinationSettings): string =>
  settings.kind === "folder" ? settings.path : `${settings.bucket}/${settings.prefix} at ${settings.endpoint}`;

/** Access keys of a bucket. */
export const AccessKeys = z.strictObject({
  accessKeyId: z.string().min(1, "The access key is missing.").max(256),
  secretAccessKey: z.string().min(1, "The secret key is missing.").max(512),
});
export type AccessKeys = z.infer<typeof AccessKeys>;
