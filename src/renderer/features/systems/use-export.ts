import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import type { FormatFacts } from "#shared/contract/targets.ts";
import type { GroupId } from "#shared/model/ids.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { dateStamp } from "../../ui/format.ts";

export type WrittenFormat = FormatFacts & { writes: NonNullable<FormatFacts["writes"]> };

const isWritten = (format: FormatFacts): format is WrittenFormat => format.writes !== null;

/** An export that is being prepared. Another form or group forgets what was checked. */
export function useExport() {
  const formats = useProcedure("targets.formats", {});
  const written = formats.data?.formats.filter(isWritten) ?? [];
  const [id, setId] = useState<string | null>(null);
  const [group, setGroup] = useState<GroupId | null>(null);
  const [settings, setSettings] = useState<Record<string, string>>({});
  const preflight = useAction("targets.preflight");
  const run = useAction("targets.export");
  const toSave = useAction("files.chooseToSave");
  const toFolder = useAction("files.chooseFolder");
  const format = written.find((one) => one.id === id) ?? null;

  const asked = (chosen: WrittenFormat): InputOf<"targets.preflight"> => ({
    format: chosen.id,
    ...(group === null ? {} : { selection: { filter: { status: "active", group } } }),
  });
  const forget = () => {
    preflight.reset();
    run.reset();
  };
  const write = (chosen: WrittenFormat, to: string) => {
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ""));
    run.mutate({ ...asked(chosen), to, settings: given });
  };
  return {
    formats,
    written,
    format,
    group,
    settings,
    preflight,
    run,
    choosing: toSave.isPending || toFolder.isPending,
    chooseError: toSave.error ?? toFolder.error,
    choose: (next: string | null) => {
      setId(next);
      setSettings({});
      forget();
    },
    chooseGroup: (next: GroupId | null) => {
      setGroup(next);
      forget();
    },
    set: (name: string, value: string) => setSettings((before) => ({ ...before, [name]: value })),
    check: () => format && preflight.mutate(asked(format)),
    /** Asks where to, and writes there. */
    save: () => {
      if (!format) return;
      const name = `${format.id}-${dateStamp(new Date())}`;
      if (format.writes.form === "folder") {
        toFolder.mutate(
          { purpose: "keys" },
          { onSuccess: ({ file }) => file !== null && write(format, `${file}/${name}`) },
        );
        return;
      }
      toSave.mutate(
        { purpose: "keys", suggestedName: `${name}.${format.writes.extension}` },
        { onSuccess: ({ file }) => file !== null && write(format, file) },
      );
    },
    done: forget,
  };
}

export type Export = ReturnType<typeof useExport>;
