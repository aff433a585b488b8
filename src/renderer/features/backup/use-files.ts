import { useState } from "react";
import { useAction } from "../../ipc/hooks.ts";

/** A backup file to read, chosen in the system's dialog. */
export function useFileToOpen() {
  const [file, setFile] = useState<string | null>(null);
  const choose = useAction("files.chooseToOpen");
  const pick = () =>
    choose.mutate({ purpose: "backup" }, { onSuccess: (chosen) => chosen.file !== null && setFile(chosen.file) });
  return { file, pick, busy: choose.isPending, error: choose.error };
}

/** A backup file to write. */
export function useFileToSave(suggestedName: string) {
  const [file, setFile] = useState<string | null>(null);
  const choose = useAction("files.chooseToSave");
  const pick = () =>
    choose.mutate(
      { purpose: "backup", suggestedName },
      { onSuccess: (chosen) => chosen.file !== null && setFile(chosen.file) },
    );
  return { file, setFile, pick, busy: choose.isPending, error: choose.error };
}
