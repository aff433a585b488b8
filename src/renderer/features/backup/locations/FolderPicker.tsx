import { FilePicker } from "../FilePicker.tsx";
import type { ChosenFile } from "../use-files.ts";

interface FolderPickerProps {
  folder: ChosenFile;
  fault: string | undefined;
}

/** A folder for backups. */
export const FolderPicker = ({ folder, fault }: FolderPickerProps) => (
  <FilePicker label="Folder" none="No folder chosen yet" buttonLabel="Choose a folder" file={folder} fault={fault} />
);
