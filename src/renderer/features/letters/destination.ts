import { useState } from "react";
import { useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import type { InputOf } from "#shared/contract/index.ts";
import type { ShownError } from "../../ui/ErrorNotice.tsx";
import { dateStamp, fileNamePart } from "../../ui/format.ts";

type Into = InputOf<"letters.issue">["into"];

/** Where letters are saved: one PDF, or a folder with one PDF each. */
export interface Destination {
  kind: Into["kind"];
  setKind: (kind: Into["kind"]) => void;
  path: string | null;
  /** null until a file or folder is chosen. */
  into: Into | null;
  pick: () => void;
  forget: () => void;
  busy: boolean;
  error: ShownError | null;
}

/** Only a file or folder that was chosen in the system's dialog may be written. */
export function useDestination(): Destination {
  const { organisation } = useStatus();
  const [kind, setKind] = useState<Into["kind"]>("file");
  const [path, setPath] = useState<string | null>(null);
  const file = useAction("files.chooseToSave");
  const folder = useAction("files.chooseFolder");
  const chosen = { onSuccess: (answer: { file: string | null }) => answer.file !== null && setPath(answer.file) };
  const pick = () => {
    if (kind === "folder") return folder.mutate({ purpose: "letters" }, chosen);
    const suggestedName = `letters-${fileNamePart(organisation ?? "")}-${dateStamp(new Date())}.pdf`;
    return file.mutate({ purpose: "letters", suggestedName }, chosen);
  };
  const asked = kind === "file" ? file : folder;
  return {
    kind,
    setKind: (next) => {
      setKind(next);
      setPath(null);
    },
    path,
    into: path === null ? null : kind === "file" ? { kind, file: path } : { kind, folder: path },
    pick,
    forget: () => setPath(null),
    busy: asked.isPending,
    error: asked.error,
  };
}
