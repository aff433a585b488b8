import { PasswordInput } from "@mantine/core";
import type { TextFields } from "../../../form/use-contract-form.ts";
import { ChoiceField } from "../ChoiceField.tsx";
import { FilePicker } from "../FilePicker.tsx";
import { BackupKeyField } from "../backup-keys/BackupKeyField.tsx";
import { OtherLocation } from "./OtherLocation.tsx";
import { KnownLocation } from "./KnownLocation.tsx";
import type { KeyDraft, KeyKind, Opening } from "./use-opening.ts";
import type { SourceKind } from "./use-source.ts";

const sourceInWords: Record<SourceKind, string> = {
  file: "In a file",
  place: "At a backup location",
  elsewhere: "In a bucket or a folder",
};

const kinds: readonly KeyKind[] = ["passphrase", "identity", "identity file"];
const kindInWords: Record<KeyKind, string> = {
  passphrase: "A passphrase",
  identity: "A backup key",
  "identity file": "A key file",
};

interface OpenBackupFieldsProps {
  opening: Opening;
  form: {
    values: KeyDraft;
    set: (changes: Partial<KeyDraft>) => void;
    field: TextFields<"passphrase" | "identity">;
  };
}

/** A backup and what opens it. */
export function OpenBackupFields({ opening, form }: OpenBackupFieldsProps) {
  const { source, keyFile } = opening;
  const { opensWith } = form.values;
  const setSource = (kind: SourceKind) => {
    source.setKind(kind);
    if (kind !== "file" && opensWith === "passphrase") form.set({ opensWith: "identity" });
  };
  return (
    <>
      <ChoiceField
        label="Where the backup is"
        values={source.offered}
        inWords={sourceInWords}
        value={source.kind}
        onChange={setSource}
      />
      {source.kind === "file" && <FilePicker buttonLabel="Choose a backup" file={source.file} />}
      {source.kind === "place" && <KnownLocation known={source.known} />}
      {source.kind === "elsewhere" && <OtherLocation elsewhere={source.elsewhere} />}
      <ChoiceField
        label="What opens it"
        values={kinds}
        inWords={kindInWords}
        value={opensWith}
        onChange={(next) => form.set({ opensWith: next })}
      />
      {opensWith === "identity" && <BackupKeyField {...form.field("identity")} />}
      {opensWith === "identity file" && (
        <FilePicker label="Key file" buttonLabel="Choose the key file" file={keyFile} />
      )}
      {opensWith !== "identity" && (
        <PasswordInput
          label={opensWith === "passphrase" ? "Passphrase" : "Passphrase of the file"}
          autoComplete="off"
          {...form.field("passphrase")}
        />
      )}
    </>
  );
}
