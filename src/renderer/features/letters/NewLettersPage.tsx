import { Button, Stack } from "@mantine/core";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import { z } from "zod";
import { Selection } from "#shared/contract/directory.ts";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { IssueForm } from "./IssueForm.tsx";
import classes from "./Page.module.css";
import { SelectionPicker } from "./SelectionPicker.tsx";

/** What the list of people passes on when letters are requested there. */
const Handed = z.object({ selection: Selection });

/** Letters for many people at once: for whom, options, preview, and report. */
export function NewLettersPage() {
  const handed = Handed.safeParse(useLocation().state);
  const [selection, setSelection] = useState<Selection | null>(handed.data?.selection ?? null);
  const [fromList, setFromList] = useState(handed.success);
  return (
    <Stack gap="lg" className={classes.page}>
      <PageHeader
        title="New letters"
        description="Each person gets a letter with a QR code, and an authenticator that is active after its first correct code."
        actions={
          <Button variant="default" component={Link} to="/letters">
            All letters
          </Button>
        }
      />
      <SelectionPicker
        fromList={fromList}
        onChoose={(next) => {
          setFromList(false);
          setSelection(next);
        }}
      />
      {selection && <IssueForm selection={selection} />}
    </Stack>
  );
}
