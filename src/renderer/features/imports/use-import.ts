import { useState } from "react";
import type { ImportReport } from "#shared/contract/exchange.ts";
import { useAction } from "../../ipc/hooks.ts";
import { type Draft, inputOf, readingOf, withFacts } from "./draft.ts";

export const steps = ["file", "columns", "check", "done"] as const;
export type Step = (typeof steps)[number];

function useImportState() {
  const [step, setStep] = useState<Step>("file");
  const [draft, setDraft] = useState<Draft | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [fileChanged, setFileChanged] = useState(false);
  const inspect = useAction("imports.inspect");
  const dryRun = useAction("imports.dryRun");
  const run = useAction("imports.run");
  return {
    step,
    setStep,
    draft,
    setDraft,
    report,
    setReport,
    fileChanged,
    setFileChanged,
    inspect,
    dryRun,
    run,
  };
}

/** The state of an import from the file to its result. Errors and going back discard nothing. */
export function useImport() {
  const state = useImportState();
  const { draft, setDraft, setStep, setReport, setFileChanged, inspect, dryRun, run } = state;

  const look = (file: string, said: Draft["said"], onDone?: () => void) => {
    const { names: _names, groupsBy: _groupsBy, ...reading } = said;
    inspect.mutate(
      { file, ...reading },
      {
        onSuccess: (facts) => {
          setDraft((before) => withFacts(before, file, facts, said));
          setReport(null);
          dryRun.reset();
          onDone?.();
        },
      },
    );
  };
  const open = (file: string) =>
    look(file, {}, () => {
      setFileChanged(false);
      setStep("columns");
    });
  const edit = (change: Partial<Pick<Draft, "said" | "mapping" | "edited" | "choices" | "decisions">>) => {
    setDraft((before) => before && { ...before, ...change });
    setReport(null);
    dryRun.reset();
  };
  const checkDraft = (checked: Draft) => {
    run.reset();
    setFileChanged(false);
    setStep("check");
    dryRun.mutate(inputOf(checked), { onSuccess: setReport, onError: () => setStep("columns") });
  };
  const check = () => {
    if (draft) checkDraft(draft);
  };
  /** Records a decision that rows are waiting for, and checks them again. */
  const decide = (change: Partial<Pick<Draft, "mapping" | "decisions">>) => {
    if (!draft) return;
    const decided = { ...draft, ...change, edited: true };
    setDraft(decided);
    checkDraft(decided);
  };
  return { ...state, look, open, edit, check, decide };
}

export type Import = ReturnType<typeof useImport>;

/** Continues without the refused rows. */
export function leaveRefusedOut({ run, setDraft }: Import): void {
  run.reset();
  setDraft((before) => before && { ...before, choices: { ...before.choices, rows: "good" } });
}

/** After the file has changed since the dry run: back to its columns. */
export function lookAgain({ draft, run, look, setFileChanged, setStep }: Import): void {
  if (!draft) return;
  run.reset();
  setFileChanged(true);
  setStep("columns");
  look(draft.file, { ...draft.said, ...readingOf(draft) });
}

/** Imports exactly what the dry run checked. */
export function importNow({ draft, report, run, setStep }: Import): void {
  if (!draft || !report) return;
  run.mutate({ ...inputOf(draft), digest: report.digest }, { onSuccess: () => setStep("done") });
}

/** Starts another import. */
export function beginAgain({ setDraft, setReport, setStep, inspect, dryRun, run }: Import): void {
  setDraft(null);
  setReport(null);
  for (const action of [inspect, dryRun, run]) action.reset();
  setStep("file");
}
