import type { InputOf } from "#shared/contract/index.ts";
import type { ChosenCopy } from "../../../app/session.ts";
import { identityText } from "../backup-keys/backup-key-text.ts";
import { type ChosenFile, useFileToOpen } from "../use-files.ts";
import { type Source, type SourceKind, useSource } from "./use-source.ts";

/** What opens a backup: a passphrase, a backup key, or a key file with its passphrase. */
export type KeyKind = "passphrase" | "identity" | "identity file";

/** What opens a backup, as it is typed in a form. */
export interface KeyDraft {
  opensWith: KeyKind;
  passphrase: string;
  identity: string;
}

/** A backup to open, in a form whose values are a `KeyDraft`. */
export interface Opening {
  source: Source;
  keyFile: ChosenFile;
  initial: KeyDraft;
  /** For `archive.verify`, `preview` and `restore`; null until everything is given. */
  input: (key: KeyDraft) => InputOf<"archive.verify"> | null;
}

/** A copy at a location is encrypted for the backup keys. */
export function useOpening(offered: readonly SourceKind[], chosen: ChosenCopy | null = null): Opening {
  const source = useSource(offered, chosen);
  const keyFile = useFileToOpen("identity");
  return {
    source,
    keyFile,
    initial: { opensWith: chosen ? "identity" : "passphrase", passphrase: "", identity: "" },
    input: (key) => {
      const opens = keyed(key, keyFile.path);
      return source.input && opens && { ...source.input, ...opens };
    },
  };
}

function keyed({ opensWith, passphrase, identity }: KeyDraft, identityFile: string | null) {
  if (opensWith === "identity") return identity.trim() === "" ? null : { identity: identityText(identity) };
  if (passphrase === "") return null;
  if (opensWith === "passphrase") return { passphrase };
  return identityFile === null ? null : { identityFile, passphrase };
}
