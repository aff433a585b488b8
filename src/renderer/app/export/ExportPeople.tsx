import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { Selection } from "#shared/contract/directory.ts";
import { Delimiter } from "#shared/contract/exchange.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { counted, dateStamp, fileNamePart } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { ProgressPanel } from "../../ui/ProgressPanel.tsx";
import { useStatus } from "../session.ts";
import { delimiterInWords, tablePhase, tableUnit } from "../table-words.ts";

interface ExportPeopleProps {
  opened: boolean;
  onClose: () => void;
  /** Who is exported; everyone if left out. */
  selection?: Selection | undefined;
  /** The selection in words: `Everyone`, `42 people`. */
  whom: string;
}

/** Exports people as a table that any spreadsheet opens and that can be imported again. */
export function ExportPeople({ opened, onClose, selection, whom }: ExportPeopleProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Export as a table" size="md" closeOnClickOutside={false}>
      <ExportBody onClose={onClose} selection={selection} whom={whom} />
    </Modal>
  );
}

function ExportBody({ onClose, selection, whom }: Omit<ExportPeopleProps, "opened">) {
  const { organisation } = useStatus();
  const [delimiter, setDelimiter] = useState<Delimiter>(",");
  const choose = useAction("files.chooseToSave");
  const write = useAction("imports.exportUsers");
  const save = (file: string) => write.mutate({ file, delimiter, ...(selection ? { selection } : {}) });
  const start = () => {
    write.reset();
    choose.mutate(
      {
        purpose: "table",
        suggestedName: `people-${fileNamePart(organisation ?? "")}-${dateStamp(new Date())}.csv`,
      },
      { onSuccess: ({ file }) => file !== null && save(file) },
    );
  };

  if (write.isPending) {
    return (
      <ProgressPanel
        title="Writing the table"
        progress={write.progress}
        phaseLabel={tablePhase}
        unitOf={tableUnit}
        onCancel={write.cancel}
      />
    );
  }
  if (write.data) return <Written written={write.data} onClose={onClose} />;
  return (
    <Stack gap="md">
      <Text>
        {whom}: username, name, e-mail, external id, groups, status and notes, one row per person. The table contains no
        secrets and can be imported again.
      </Text>
      <Select
        label="Separator"
        description="Spreadsheets in countries with a decimal comma expect a semicolon."
        data={Delimiter.options.map((value) => ({ value, label: delimiterInWords[value] }))}
        value={delimiter}
        onChange={(value) => value && setDelimiter(value)}
      />
      <ErrorNotice error={choose.error ?? write.error} onRetry={start} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={choose.isPending} onClick={start} data-autofocus>
          Choose where to save
        </Button>
      </Group>
    </Stack>
  );
}

function Written({ written, onClose }: { written: OutputOf<"imports.exportUsers">; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Notice
        tone="good"
        role="status"
        icon={<IconCircleCheck size={20} />}
        title={`${counted(written.rows, "person", "people")} exported`}
      >
        <span className="breakable">{written.file}</span>
      </Notice>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
