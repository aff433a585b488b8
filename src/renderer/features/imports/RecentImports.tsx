import { Button, Skeleton, Table, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import type { ImportRecord } from "#shared/contract/exchange.ts";
import { type Action, useAction, useProcedure } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { counted } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { TableProgress } from "../../app/TableProgress.tsx";
import { sumsInWords } from "./words.ts";

/** Recent imports, and which of them can be undone. */
export function RecentImports() {
  const { data, error, refetch, isPending } = useProcedure("imports.list", {});
  const [asked, setAsked] = useState<ImportRecord | null>(null);
  const undo = useAction("imports.undo");
  return (
    <Section
      title="Recent imports"
      description="An import can be undone until something else changes one of its people."
    >
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {isPending && <Skeleton height={60} />}
      {data?.imports.length === 0 && (
        <EmptyState icon={<IconHistory size={26} />} title="Nothing has been imported yet" order={3}>
          Every import is listed here with what it did.
        </EmptyState>
      )}
      {data && data.imports.length > 0 && (
        <ImportsTable
          imports={data.imports}
          onUndo={(record) => {
            undo.reset();
            setAsked(record);
          }}
        />
      )}
      {asked && <UndoDialog record={asked} undo={undo} onClose={() => setAsked(null)} />}
    </Section>
  );
}

interface ImportsTableProps {
  imports: readonly ImportRecord[];
  onUndo: (record: ImportRecord) => void;
}

function ImportsTable({ imports, onUndo }: ImportsTableProps) {
  return (
    <Table verticalSpacing={8} aria-label="Recent imports">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={165}>Time</Table.Th>
          <Table.Th>File</Table.Th>
          <Table.Th w={135}>By</Table.Th>
          <Table.Th w={250}>Rows</Table.Th>
          <Table.Th w={190}>Undo</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {imports.map((record) => (
          <Table.Tr key={record.id}>
            <Table.Td>
              <TimeText at={record.at} />
            </Table.Td>
            <Table.Td className="breakable">{record.fileName}</Table.Td>
            <Table.Td className="breakable">{record.by}</Table.Td>
            <Table.Td className="numbers">{sumsInWords(record.sums)}</Table.Td>
            <Table.Td>
              <UndoState record={record} onUndo={() => onUndo(record)} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function UndoState({ record, onUndo }: { record: ImportRecord; onUndo: () => void }) {
  switch (record.state) {
    case "undoable":
      return (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Undo the import of ${record.fileName}`}
          onClick={onUndo}
        >
          Undo
        </Button>
      );
    case "touched":
      return (
        <Text size="sm" c="dimmed">
          No longer possible: its people have changed since
        </Text>
      );
    case "undone":
      return (
        <Text size="sm" c="dimmed">
          Undone
        </Text>
      );
  }
}

interface UndoDialogProps {
  record: ImportRecord;
  undo: Action<"imports.undo">;
  onClose: () => void;
}

function UndoDialog({ record, undo, onClose }: UndoDialogProps) {
  const { create, update } = record.sums;
  if (undo.isPending) {
    return (
      <Modal
        opened
        onClose={undo.cancel}
        title="Undoing the import"
        closeOnClickOutside={false}
        withCloseButton={false}
      >
        <TableProgress title="Undoing the import" action={undo} />
      </Modal>
    );
  }
  return (
    <ConfirmDialog
      opened
      title={`Undo the import of ${record.fileName}?`}
      consequences={[
        `${counted(create, "person that it added is", "people that it added are")} removed.`,
        `${counted(update, "person that it changed is", "people that it changed are")} changed back.`,
      ]}
      confirmLabel="Undo the import"
      destructive
      error={undo.error}
      onConfirm={() => undo.mutate({ id: record.id }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
