import type { InputOf } from "#shared/contract/index.ts";
import type { ChosenCopy } from "../../../app/session.ts";
import { type OpeningKey, useOpeningKey } from "./use-opening-key.ts";
import { type Source, type SourceKind, useSource } from "./use-source.ts";

export interface OpenedBackup {
  source: Source;
  key: OpeningKey;
  /** For `backup.verify`, `preview` and `restore`; null until everything is given. */
  input: InputOf<"backup.verify"> | null;
}

/** A backup and what opens it, as they are entered. A copy at a location is encrypted for the backup keys. */
export function useOpenedBackup(offered: readonly SourceKind[], chosen: ChosenCopy | null = null): OpenedBackup {
  const source = useSource(offered, chosen);
  const key = useOpeningKey(chosen ? "identity" : "passphrase");
  const input = source.input && key.input ? { ...source.input, ...key.input } : null;
  const setKind = (kind: SourceKind) => {
    source.setKind(kind);
    if (kind !== "file" && key.kind === "passphrase") key.setKind("identity");
  };
  return { source: { ...source, setKind }, key, input };
}
