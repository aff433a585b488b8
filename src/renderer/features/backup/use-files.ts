import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import { useAction } from "../../ipc/hooks.ts";
import type { ShownError } from "../../ui/ErrorNotice.tsx";
import { dateStamp, fileNamePart } from "../../ui/format.ts";

/** A file or a folder that is chosen in the system's dialog. */
export interface ChosenFile {
  path: string | null;
  pick: () => void;
  forget: () => void;
  busy: boolean;
  error: ShownError | null;
}

type Choosing = "files.chooseToOpen" | "files.chooseToSave" | "files.chooseFolder";

function useChosen<Name extends Choosing>(procedure: Name, input: () => InputOf<Name>): ChosenFile {
  const [path, setPath] = useState<string | null>(null);
  const choose = useAction(procedure);
  const pick = () => choose.mutate(input(), { onSuccess: ({ file }) => file !== null && setPath(file) });
  return { path, pick, forget: () => setPath(null), busy: choose.isPending, error: choose.error };
}

/** A backup to read, or a file with a backup key. */
export const useFileToOpen = (purpose: Exclude<InputOf<"files.chooseToOpen">["purpose"], "table">): ChosenFile =>
  useChosen("files.chooseToOpen", () => ({ purpose }));

/** A folder for backups. */
export const useFolder = (): ChosenFile => useChosen("files.chooseFolder", () => ({ purpose: "destination" }));

/**
 * A file to write, named after its subject and the day.
 * @param subject the organisation, or the backup key's name
 */
export const useFileToSave = (purpose: "backup" | "identity", subject: string): ChosenFile =>
  useChosen("files.chooseToSave", () => {
    const kind = purpose === "backup" ? "countersign" : "backup-key";
    return { purpose, suggestedName: `${kind}-${fileNamePart(subject)}-${dateStamp(new Date())}.age` };
  });
