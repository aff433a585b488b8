import { useState } from "react";
import { useAction } from "../../ipc/hooks.ts";
import type { ShownError } from "../../ui/ErrorNotice.tsx";
import { dateStamp, fileNamePart } from "../../ui/format.ts";

/** A backup file that is chosen in the system's dialog. */
export interface ChosenFile {
  path: string | null;
  pick: () => void;
  forget: () => void;
  busy: boolean;
  error: ShownError | null;
}

/** A backup to read. */
export function useFileToOpen(): ChosenFile {
  const [path, setPath] = useState<string | null>(null);
  const choose = useAction("files.chooseToOpen");
  const pick = () =>
    choose.mutate({ purpose: "backup" }, { onSuccess: (chosen) => chosen.file !== null && setPath(chosen.file) });
  return { path, pick, forget: () => setPath(null), busy: choose.isPending, error: choose.error };
}

/** A backup to write, named after the organisation and the day. */
export function useFileToSave(organisation: string): ChosenFile {
  const [path, setPath] = useState<string | null>(null);
  const choose = useAction("files.chooseToSave");
  const pick = () => {
    const suggestedName = `countersign-${fileNamePart(organisation)}-${dateStamp(new Date())}.age`;
    choose.mutate(
      { purpose: "backup", suggestedName },
      { onSuccess: (chosen) => chosen.file !== null && setPath(chosen.file) },
    );
  };
  return { path, pick, forget: () => setPath(null), busy: choose.isPending, error: choose.error };
}
