import { Button, Group, List, Stack, Text } from "@mantine/core";
import { IconArrowRight, IconFileSpreadsheet, IconTableExport } from "@tabler/icons-react";
import { useState } from "react";
import { ExportPeople } from "../../app/export/ExportPeople.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { nameOfFile } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { RecentImports } from "./RecentImports.tsx";
import type { Import } from "./use-import.ts";

/** The first step: which table. */
export function FileStep({ work }: { work: Import }) {
  const { draft, inspect } = work;
  const choose = useAction("files.chooseToOpen");
  const pick = () => choose.mutate({ purpose: "table" }, { onSuccess: ({ file }) => file !== null && work.open(file) });
  return (
    <Stack gap="lg">
      <Section
        title="Choose the table"
        description="Save a spreadsheet as CSV first. Encoding and separator are detected from the file."
        actions={<ExportButton />}
      >
        <List size="sm" spacing={4}>
          <List.Item>One person per row, with a username for each new person.</List.Item>
          <List.Item>Name, e-mail, external id, groups, status and notes if the table has them.</List.Item>
          <List.Item>Columns with any names, in any order: you choose which is which.</List.Item>
        </List>
        <ErrorNotice error={choose.error} onRetry={pick} />
        <ErrorNotice error={inspect.error} onRetry={pick} />
        <Group gap="sm">
          <Button
            leftSection={<IconFileSpreadsheet size={18} />}
            variant={draft ? "default" : "filled"}
            loading={choose.isPending || inspect.isPending}
            data-autofocus
            onClick={pick}
          >
            {draft ? "Choose another file" : "Choose a file"}
          </Button>
          {draft && (
            <>
              <Text size="sm" className="breakable">
                {nameOfFile(draft.file)}
              </Text>
              <Button rightSection={<IconArrowRight size={16} />} onClick={() => work.setStep("columns")}>
                Continue with this file
              </Button>
            </>
          )}
        </Group>
      </Section>
      <RecentImports />
    </Stack>
  );
}

function ExportButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconTableExport size={16} />}
        onClick={() => setOpen(true)}
      >
        Export everyone
      </Button>
      <ExportPeople opened={open} onClose={() => setOpen(false)} whom="Everyone" />
    </>
  );
}
