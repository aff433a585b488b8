import type { ShownError } from "../../../ui/ErrorNotice.tsx";
import { FilePicker } from "../FilePicker.tsx";
import type { ChosenFile } from "../use-files.ts";
import { placeError } from "./place-draft.ts";

interface FolderPickerProps {
  folder: ChosenFile;
  error: ShownError | null;
}

/** A folder for backups. */
export function FolderPicker({ folder, error }: FolderPickerProps) {
  return (
    <FilePicker
      label="Folder"
      none="No folder chosen yet"
      buttonLabel="Choose a folder"
      file={folder}
      fault={placeError(error, "path")}
    />
  );
}
