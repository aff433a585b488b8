import { useState } from "react";
import type { Target } from "#shared/contract/targets.ts";
import { useAction } from "../../ipc/hooks.ts";
import { fileNamePart } from "../../ui/format.ts";
import { useEncryption } from "./EncryptFor.tsx";
import { filledIn, useWhere, useWrittenFormats } from "./written-formats.ts";

/** Writes what a system does not have yet, or everything once more. */
export function useHandOver(target: Target) {
  const { formats, written } = useWrittenFormats();
  const run = useAction("targets.handOver");
  const where = useWhere();
  const encryption = useEncryption();
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const format = written.find(({ id }) => id === target.format) ?? null;
  return {
    formats,
    format,
    run,
    where,
    encryption,
    secrets,
    asked: format?.writes.settings.filter(({ secret }) => secret) ?? [],
    set: (name: string, value: string) => setSecrets((before) => ({ ...before, [name]: value })),
    /** Asks where to, and writes there. */
    write: (what: "changes" | "all") => {
      if (format === null) return;
      where.ask(fileNamePart(target.name), format, encryption.chosen.length > 0, (to) =>
        run.mutate({ id: target.id, what, settings: filledIn(secrets), to, ...encryption.input }),
      );
    },
  };
}

export type HandOver = ReturnType<typeof useHandOver>;
