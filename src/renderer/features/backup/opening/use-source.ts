import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import type { StoredBackup } from "#shared/contract/backup-plan.ts";
import type { DestinationId } from "#shared/model/ids.ts";
import { type ContractForm, useContractForm } from "../../../form/use-contract-form.ts";
import type { ChosenCopy } from "../../../app/session.ts";
import { noPlace, type PlaceDraft, placeField, placeOf } from "../locations/location-draft.ts";
import { type ChosenFile, useFileToOpen, useFolder } from "../use-files.ts";

/** Where a backup is: in a file, at a location that the console knows, or at one that is entered now. */
export type SourceKind = "file" | "place" | "elsewhere";

type Sourced = Pick<InputOf<"archive.verify">, "file" | "stored">;

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
  form: ContractForm<"destinations.browse", PlaceDraft>;
  folder: ChosenFile;
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

/** A list belongs to the location that it came from: it is not shown for another one. */
function useElsewhere(): Elsewhere {
  const folder = useFolder();
  const [listed, setListed] = useState<string | null>(null);
  const found = useFound(null);
  const form = useContractForm({
    procedure: "destinations.browse",
    initial: noPlace,
    input: (draft) => placeOf(draft, folder.path),
    fieldOf: placeField,
    onDone: ({ rows }, draft) => {
      setListed(JSON.stringify(placeOf(draft, folder.path)));
      found.clear();
      found.show(rows);
    },
  });
  const isCurrent = listed === JSON.stringify(form.input());
  return { form, folder, found: isCurrent ? found : { ...found, rows: null, name: null } };
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
  const place = elsewhere.form.input();
  const { found } = elsewhere;
  return place === null || found.name === null ? null : { stored: { ...place, name: found.name } };
}
