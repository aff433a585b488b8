import type { ImportReport } from "#shared/contract/exchange.ts";
import { SaveResults } from "../../app/SaveResults.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { type Draft, inputOf } from "./draft.ts";

interface SaveVerdictsProps {
  draft: Draft;
  /** The dry run that wrote the table; it may find more than the one before. */
  onReport: (report: ImportReport) => void;
}

/** Exports the result of every row. */
export function SaveVerdicts({ draft, onReport }: SaveVerdictsProps) {
  const check = useAction("imports.dryRun");
  const save = (report: string, onSaved: () => void) =>
    check.mutate(
      { ...inputOf(draft), report },
      {
        onSuccess: (found) => {
          onSaved();
          onReport(found);
        },
      },
    );
  return <SaveResults of={draft.file} check={check} onSave={save} />;
}
