import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import type { StoredBackup } from "#shared/contract/backups.ts";
import type { DestinationId } from "#shared/model/ids.ts";
import type { ChosenCopy } from "../../../app/session.ts";
import { type BucketDraft, bucketPlace, folderPlace, isFilled, noBucket, type Place } from "../places/place-draft.ts";
import { type ChosenFile, useFileToOpen, useFolder } from "../use-files.ts";

/** Where a backup is: in a file, at a location that the console knows, or at one that is entered now. */
export type SourceKind = "file" | "place" | "elsewhere";

type Sourced = Pick<InputOf<"backup.verify">, "file" | "stored">;

/** The backups found at a location, and the chosen one. */
export interface Found {
  rows: readonly StoredBackup[] | null;
  show: (rows: readonly StoredBackup[]) => void;
  name: string | null;
  choose: (name: string) => void;
}

export interface Source {
  kind: SourceKind;
  setKind: (kind: SourceKind) => void;
  offered: readonly SourceKind[];
  file: ChosenFile;
  known: { id: DestinationId | null; setId: (id: DestinationId) => void; found: Found };
  elsewhere: Elsewhere;
  /** Null until a backup is chosen. */
  input: Sourced | null;
}

export interface Elsewhere {
  kind: "s3" | "folder";
  setKind: (kind: "s3" | "folder") => void;
  bucket: BucketDraft;
  setBucket: (bucket: BucketDraft) => void;
  folder: ChosenFile;
  /** Null until enough is entered to look there. */
  place: Place | null;
  found: Found;
}

function useFound(chosen: string | null): Found & { clear: () => void } {
  const [rows, show] = useState<readonly StoredBackup[] | null>(null);
  const [name, choose] = useState(chosen);
  const clear = () => {
    show(null);
    choose(null);
  };
  return { rows, show, name, choose, clear };
}

function useKnown(chosen: ChosenCopy | null) {
  const [id, setId] = useState(chosen?.destination ?? null);
  const found = useFound(chosen?.name ?? null);
  const change = (next: DestinationId) => {
    setId(next);
    found.clear();
  };
  return { id, setId: change, found };
}

/** A list belongs to the location that it came from: when the location is changed, the list is cleared. */
function useElsewhere(): Elsewhere {
  const [kind, setKind] = useState<"s3" | "folder">("s3");
  const [bucket, setBucket] = useState(noBucket);
  const folder = useFolder();
  const [listed, setListed] = useState<string | null>(null);
  const found = useFound(null);
  const change =
    <Value>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      found.clear();
    };
  const place = placeOf(kind, bucket, folder.path);
  // The folder comes from a dialog, not from a field.
  const current = kind === "s3" || listed === folder.path;
  const show = (rows: readonly StoredBackup[]) => {
    setListed(folder.path);
    found.show(rows);
  };
  return {
    kind,
    setKind: change(setKind),
    bucket,
    setBucket: change(setBucket),
    folder,
    place,
    found: current ? { ...found, show } : { ...found, show, rows: null, name: null },
  };
}

function placeOf(kind: "s3" | "folder", bucket: BucketDraft, folder: string | null): Place | null {
  if (kind === "s3") return isFilled(bucket) ? bucketPlace(bucket) : null;
  return folder === null ? null : folderPlace(folder);
}

/**
 * The backup to open.
 * @param chosen a copy at a location, if it is known from the start
 */
export function useSource(offered: readonly SourceKind[], chosen: ChosenCopy | null): Source {
  const [kind, setKind] = useState<SourceKind>(chosen ? "place" : "file");
  const file = useFileToOpen("backup");
  const known = useKnown(chosen);
  const elsewhere = useElsewhere();
  const source = { kind, setKind, offered, file, known, elsewhere };
  return { ...source, input: sourced(source) };
}

function sourced({ kind, file, known, elsewhere }: Omit<Source, "input">): Sourced | null {
  if (kind === "file") return file.path === null ? null : { file: file.path };
  if (kind === "place") {
    const { name } = known.found;
    return known.id === null || name === null ? null : { stored: { destination: known.id, name } };
  }
  const { place, found } = elsewhere;
  return place === null || found.name === null ? null : { stored: { ...place, name: found.name } };
}
