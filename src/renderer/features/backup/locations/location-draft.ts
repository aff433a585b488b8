import type { InputOf } from "#shared/contract/index.ts";

/** A location with its access keys, as a call expects it. */
export type Place = InputOf<"destinations.browse">;

/** A location as it is typed: a folder, or a bucket. */
export const noPlace = {
  kind: "s3" as "s3" | "folder",
  endpoint: "",
  region: "",
  bucket: "",
  prefix: "",
  pathStyle: true,
  ca: "",
  keys: { accessKeyId: "", secretAccessKey: "" },
};
export type PlaceDraft = typeof noPlace;

/** `backups`, `/backups/` -> `backups/`. */
function prefixOf(typed: string): string {
  const bare = typed.trim().replaceAll(/^\/+|\/+$/gu, "");
  return bare === "" ? "" : `${bare}/`;
}

type Keys = PlaceDraft["keys"];

export const isKeyed = (keys: Keys): boolean => Object.values(keys).every((text) => text.trim() !== "");

export const keysOf = ({ accessKeyId, secretAccessKey }: Keys): Keys => ({
  accessKeyId: accessKeyId.trim(),
  secretAccessKey: secretAccessKey.trim(),
});

/** @param folder what was chosen for a folder @returns null until enough is given */
export function placeOf(draft: PlaceDraft, folder: string | null): Place | null {
  if (draft.kind === "folder")
    return folder === null ? null : { settings: { kind: "folder", path: folder }, keys: null };
  const { endpoint, region, bucket, keys } = draft;
  if (!isKeyed(keys) || [endpoint, region, bucket].some((text) => text.trim() === "")) return null;
  return {
    settings: {
      kind: "s3",
      endpoint: endpoint.trim(),
      region: region.trim(),
      bucket: bucket.trim(),
      prefix: prefixOf(draft.prefix),
      pathStyle: draft.pathStyle,
      ca: draft.ca.trim() === "" ? null : draft.ca,
    },
    keys: keysOf(keys),
  };
}

/** The contract names a setting by its path in the input, the location itself by its bare name. */
export const placeField = (path: string): string => path.replace(/^settings\./u, "");
