import { PasswordInput } from "@mantine/core";
import { FilePicker } from "./FilePicker.tsx";
import type { ChosenFile } from "./use-files.ts";

interface OpenBackupFieldsProps {
  file: ChosenFile;
  passphrase: string;
  onPassphrase: (passphrase: string) => void;
}

/** A backup file and what opens it. */
export function OpenBackupFields({ file, passphrase, onPassphrase }: OpenBackupFieldsProps) {
  return (
    <>
      <FilePicker buttonLabel="Choose a backup" file={file} />
      <PasswordInput
        label="Passphrase"
        autoComplete="off"
        value={passphrase}
        onChange={(event) => onPassphrase(event.currentTarget.value)}
      />
    </>
  );
}
