import { SaveResults } from "../../app/SaveResults.tsx";
import { useAction } from "../../ipc/hooks.ts";
import type { Seeds } from "./use-seeds.ts";

/** Exports the result of every entry: also of those that are too many to be listed. */
export function SaveSeedResults({ seeds, file }: { seeds: Seeds; file: string }) {
  const check = useAction("seeds.dryRun");
  const save = (report: string, onSaved: () => void) => {
    const input = seeds.input();
    if (input) check.mutate({ ...input, most: 0, report }, { onSuccess: onSaved });
  };
  return <SaveResults of={file} check={check} onSave={save} />;
}
