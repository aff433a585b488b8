import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import { identityText } from "../identities/identity-text.ts";
import { type ChosenFile, useFileToOpen } from "../use-files.ts";

/** What opens a backup: a passphrase, a backup key, or a key file with its passphrase. */
export type KeyKind = "passphrase" | "identity" | "identity file";

type Keyed = Pick<InputOf<"backup.verify">, "passphrase" | "identity" | "identityFile">;

export interface OpeningKey {
  kind: KeyKind;
  setKind: (kind: KeyKind) => void;
  passphrase: string;
  setPassphrase: (passphrase: string) => void;
  identity: string;
  setIdentity: (identity: string) => void;
  file: ChosenFile;
  /** Null until it is given. */
  input: Keyed | null;
}

export function useOpeningKey(first: KeyKind): OpeningKey {
  const [kind, setKind] = useState(first);
  const [passphrase, setPassphrase] = useState("");
  const [identity, setIdentity] = useState("");
  const file = useFileToOpen("identity");
  const key = { kind, setKind, passphrase, setPassphrase, identity, setIdentity, file };
  return { ...key, input: keyed(key) };
}

function keyed({ kind, passphrase, identity, file }: Omit<OpeningKey, "input">): Keyed | null {
  if (kind === "identity") return identity.trim() === "" ? null : { identity: identityText(identity) };
  if (passphrase === "") return null;
  if (kind === "passphrase") return { passphrase };
  return file.path === null ? null : { identityFile: file.path, passphrase };
}
