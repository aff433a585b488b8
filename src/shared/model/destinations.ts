import { z } from "zod";
import { issueOf } from "../texts/issues.ts";
import { text } from "../texts/text.ts";
import { missing } from "./text.ts";

/** Where backups are kept: `countersign-<last 8 of the store's id>-<UTC time>.age`. */
export const backupFileName = /^countersign-[0-9a-f]{8}-\d{8}T\d{6}Z(?:-\d+)?\.age$/u;

const httpUrl = z.url({ protocol: /^https?$/u, error: issueOf(text("input.notAServer")) });

/** A folder: a removable disk, a network share. */
const FolderSettings = z.strictObject({
  kind: z.literal("folder"),
  /** Absolute path. */
  path: z
    .string()
    .min(1, issueOf(text("input.noFolder")))
    .max(4096),
});

/** A bucket of an S3-compatible server. */
export const BucketSettings = z.strictObject({
  kind: z.literal("s3"),
  endpoint: httpUrl,
  region: z.string().min(1, missing("region")).max(64),
  bucket: z.string().min(3, missing("bucket")).max(255),
  /** Before every name, with its slash at the end; empty: none. */
  prefix: z
    .string()
    .max(512)
    .regex(/^(?:[^/].*\/)?$/u, issueOf(text("input.prefixSlash"))),
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
  accessKeyId: z.string().min(1, missing("accessKey")).max(256),
  secretAccessKey: z.string().min(1, missing("secretKey")).max(512),
});
export type AccessKeys = z.infer<typeof AccessKeys>;
