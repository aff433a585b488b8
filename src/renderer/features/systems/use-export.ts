import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import type { GroupId } from "#shared/model/ids.ts";
import { useAction } from "../../ipc/hooks.ts";
import { useEncryption } from "./EncryptFor.tsx";
import { filledIn, useWhere, useWrittenFormats, type WrittenFormat } from "./written-formats.ts";

/** What the check has to know: no secret changes what a format can hold. */
const openOnes = ({ writes }: WrittenFormat, settings: Record<string, string>): Record<string, string> => {
  const secrets = new Set(writes.settings.filter(({ secret }) => secret).map(({ name }) => name));
  return Object.fromEntries(Object.entries(filledIn(settings)).filter(([name]) => !secrets.has(name)));
};

/** An export that is being prepared. Another form or group, or something else that it is told, forgets what was checked. */
export function useExport() {
  const { formats, written } = useWrittenFormats();
  const [id, setId] = useState<string | null>(null);
  const [group, setGroup] = useState<GroupId | null>(null);
  const [settings, setSettings] = useState<Record<string, string>>({});
  const preflight = useAction("targets.preflight");
  const run = useAction("targets.export");
  const where = useWhere();
  const encryption = useEncryption();
  const format = written.find((one) => one.id === id) ?? null;

  const asked = (chosen: WrittenFormat): InputOf<"targets.preflight"> => ({
    format: chosen.id,
    ...(group === null ? {} : { selection: { filter: { status: "active", group } } }),
  });
  const forget = () => {
    preflight.reset();
    run.reset();
  };
  const state = { formats, written, format, group, settings, preflight, run, where, encryption };
  return {
    ...state,
    choose: (next: string | null) => {
      setId(next);
      setSettings({});
      forget();
    },
    chooseGroup: (next: GroupId | null) => {
      setGroup(next);
      forget();
    },
    set: (name: string, value: string) => {
      setSettings((before) => ({ ...before, [name]: value }));
      preflight.reset();
    },
    check: () => format && preflight.mutate({ ...asked(format), settings: openOnes(format, settings) }),
    /** Asks where to, and writes there. */
    save: () => {
      if (format)
        where.ask(format.id, format, encryption.chosen.length > 0, (to) =>
          run.mutate({ ...asked(format), to, settings: filledIn(settings), ...encryption.input }),
        );
    },
    done: forget,
  };
}

export type Export = ReturnType<typeof useExport>;
