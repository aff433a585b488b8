import type { InputOf } from "#shared/contract/index.ts";
import { fieldError, type ShownError } from "../../../ui/ErrorNotice.tsx";
import { keyFields } from "./KeyFields.tsx";

/** A location with its access keys, as a call expects it. */
export type Place = InputOf<"destinations.browse">;

/** A bucket as it is typed. */
export interface BucketDraft {
  endpoint: string;
  region: string;
  bucket: string;
  prefix: string;
  pathStyle: boolean;
  ca: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export const noBucket: BucketDraft = {
  endpoint: "",
  region: "",
  bucket: "",
  prefix: "",
  pathStyle: true,
  ca: "",
  accessKeyId: "",
  secretAccessKey: "",
};

/** `backups`, `/backups/` -> `backups/`. */
function prefixOf(typed: string): string {
  const bare = typed.trim().replaceAll(/^\/+|\/+$/gu, "");
  return bare === "" ? "" : `${bare}/`;
}

export const bucketPlace = (draft: BucketDraft): Place => ({
  settings: {
    kind: "s3",
    endpoint: draft.endpoint.trim(),
    region: draft.region.trim(),
    bucket: draft.bucket.trim(),
    prefix: prefixOf(draft.prefix),
    pathStyle: draft.pathStyle,
    ca: draft.ca.trim() === "" ? null : draft.ca,
  },
  keys: { accessKeyId: draft.accessKeyId.trim(), secretAccessKey: draft.secretAccessKey.trim() },
});

export const folderPlace = (path: string): Place => ({ settings: { kind: "folder", path }, keys: null });

export const isFilled = (draft: BucketDraft): boolean =>
  [draft.endpoint, draft.region, draft.bucket, draft.accessKeyId, draft.secretAccessKey].every(
    (text) => text.trim() !== "",
  );

const settingNames = ["endpoint", "region", "bucket", "prefix", "ca", "path"] as const;

/** The contract names a setting by its path in the input, the location itself by its bare name. */
export const placeError = (error: ShownError | null, setting: (typeof settingNames)[number]): string | undefined =>
  fieldError(error, `settings.${setting}`) ?? fieldError(error, setting);

/** Names of the forms' fields in an error. */
export const placeFields: readonly string[] = [
  ...settingNames,
  ...settingNames.map((name) => `settings.${name}`),
  ...keyFields,
];
