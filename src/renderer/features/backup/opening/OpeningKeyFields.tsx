import { PasswordInput } from "@mantine/core";
import { fieldError, type ShownError } from "../../../ui/ErrorNotice.tsx";
import { ChoiceField } from "../ChoiceField.tsx";
import { FilePicker } from "../FilePicker.tsx";
import { IdentityField } from "../identities/IdentityField.tsx";
import type { KeyKind, OpeningKey } from "./use-opening-key.ts";

const kinds: readonly KeyKind[] = ["passphrase", "identity", "identity file"];
const inWords: Record<KeyKind, string> = {
  passphrase: "A passphrase",
  identity: "A backup key",
  "identity file": "A key file",
};

/** What opens the backup. */
export function OpeningKeyFields({ openingKey, error }: { openingKey: OpeningKey; error: ShownError | null }) {
  const { kind, setKind, passphrase, setPassphrase, identity, setIdentity, file } = openingKey;
  return (
    <>
      <ChoiceField label="What opens it" values={kinds} inWords={inWords} value={kind} onChange={setKind} />
      {kind === "identity" && (
        <IdentityField value={identity} onChange={setIdentity} error={fieldError(error, "identity")} />
      )}
      {kind === "identity file" && <FilePicker label="Key file" buttonLabel="Choose the key file" file={file} />}
      {kind !== "identity" && (
        <PasswordInput
          label={kind === "passphrase" ? "Passphrase" : "Passphrase of the file"}
          autoComplete="off"
          value={passphrase}
          error={fieldError(error, "passphrase")}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
      )}
    </>
  );
}

/** Fields that are marked here. */
export const openingFields = ["identity", "passphrase"] as const;
