import { Button, Stack, Stepper } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "react-router";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { CheckStep } from "./CheckStep.tsx";
import { ColumnsStep } from "./ColumnsStep.tsx";
import { FileStep } from "./FileStep.tsx";
import { ResultStep } from "./ResultStep.tsx";
import { beginAgain, type Import, steps, useImport } from "./use-import.ts";

/** Imports people from a table, step by step: file, columns, check, import. */
export function ImportPage() {
  const work = useImport();
  const { step, draft, run } = work;
  return (
    <Stack gap="lg">
      <PageHeader
        title="Import people"
        description="From a table that another system exported. Nothing changes until you have seen what would happen."
        actions={
          <Button variant="default" component={Link} to="/people" leftSection={<IconArrowLeft size={16} />}>
            People
          </Button>
        }
      />
      <Stepper
        active={step === "done" ? steps.length : steps.indexOf(step)}
        size="sm"
        iconSize={28}
        allowNextStepsSelect={false}
        aria-label="Import"
      >
        {["File", "Columns", "Check", "Import"].map((label) => (
          <Stepper.Step key={label} label={label} component="div" />
        ))}
      </Stepper>
      <StepFocus key={step} wanted={step !== "file"}>
        <StepOf work={work} />
      </StepFocus>
      <AskBeforeLeaving
        when={run.isPending || (step !== "done" && draft !== null && draft.edited)}
        title={run.isPending ? "Stop the import?" : "Leave the import?"}
        consequences={
          run.isPending
            ? ["It is all or nothing: none of the rows are imported."]
            : ["You would have to choose the columns again. Nothing has been imported."]
        }
        confirmLabel={run.isPending ? "Stop the import" : "Leave"}
      />
    </Stack>
  );
}

function StepOf({ work }: { work: Import }): ReactNode {
  const { step, draft, run } = work;
  if (step === "file" || !draft) return <FileStep work={work} />;
  if (step === "columns") return <ColumnsStep work={work} draft={draft} />;
  if (step === "done" && run.data)
    return <ResultStep result={run.data} draft={draft} onAgain={() => beginAgain(work)} />;
  return <CheckStep work={work} draft={draft} />;
}

/** Moves the keyboard focus to the next step. */
function StepFocus({ wanted, children }: { wanted: boolean; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted) place.current?.focus();
  }, [wanted]);
  return (
    <div ref={place} tabIndex={-1} style={{ outline: "none" }}>
      {children}
    </div>
  );
}
