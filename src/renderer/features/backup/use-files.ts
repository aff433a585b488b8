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

/** A backup to read, or a file with a backup key. */
export function useFileToOpen(purpose: Exclude<InputOf<"files.chooseToOpen">["purpose"], "table">): ChosenFile {
  const [path, setPath] = useState<string | null>(null);
  const choose = useAction("files.chooseToOpen");
  const pick = () => choose.mutate({ purpose }, { onSuccess: ({ file }) => file !== null && setPath(file) });
  return { path, pick, forget: () => setPath(null), busy: choose.isPending, error: choose.error };
}

/** A folder for backups. */
export function useFolder(): ChosenFile {
  const [path, setPath] = useState<string | null>(null);
  const choose = useAction("files.chooseFolder");
  const pick = () =>
    choose.mutate({ purpose: "destination" }, { onSuccess: ({ file }) => file !== null && setPath(file) });
  return { path, pick, forget: () => setPath(null), busy: choose.isPending, error: choose.error };
}

/**
 * A file to write, named after its subject and the day.
 * @param subject the organisation, or the backup key's name
 */
export function useFileToSave(purpose: "backup" | "identity", subject: string): ChosenFile {
  const [path, setPath] = useState<string | null>(null);
  const choose = useAction("files.chooseToSave");
  const pick = () => {
    const kind = purpose === "backup" ? "countersign" : "backup-key";
    const suggestedName = `${kind}-${fileNamePart(subject)}-${dateStamp(new Date())}.age`;
    choose.mutate({ purpose, suggestedName }, { onSuccess: ({ file }) => file !== null && setPath(file) });
  };
  return { path, pick, forget: () => setPath(null), busy: choose.isPending, error: choose.error };
}
