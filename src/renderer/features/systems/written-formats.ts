import type { FormatFacts } from "#shared/contract/targets.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { dateStamp } from "../../ui/format.ts";

export type WrittenFormat = FormatFacts & { writes: NonNullable<FormatFacts["writes"]> };

const isWritten = (format: FormatFacts): format is WrittenFormat => format.writes !== null;

/** The formats in which keys can be written. */
export function useWrittenFormats() {
  const formats = useProcedure("targets.formats", {});
  return { formats, written: formats.data?.formats.filter(isWritten) ?? [] };
}

/** Asks where to: for one file, or for a folder in which a new one is made. */
export function useWhere() {
  const file = useAction("files.chooseToSave");
  const folder = useAction("files.chooseFolder");
  return {
    isPending: file.isPending || folder.isPending,
    error: file.error ?? folder.error,
    /**
     * @param name of the file or folder, without date and ending
     * @param encrypted then a folder is one file, too
     */
    ask: (name: string, { writes }: WrittenFormat, encrypted: boolean, then: (to: string) => void) => {
      const dated = `${name}-${dateStamp(new Date())}`;
      const purpose = "keys" as const;
      if (writes.form === "folder" && !encrypted) {
        folder.mutate({ purpose }, { onSuccess: ({ file: into }) => into !== null && then(`${into}/${dated}`) });
        return;
      }
      const ending = writes.form === "folder" ? "tar" : writes.extension;
      const suggestedName = `${dated}.${ending}${encrypted ? ".age" : ""}`;
      file.mutate({ purpose, suggestedName }, { onSuccess: ({ file: to }) => to !== null && then(to) });
    },
  };
}

export const filledIn = (settings: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ""));
