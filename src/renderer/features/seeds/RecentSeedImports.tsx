import { Button, Skeleton, Table, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import type { SeedImportRecord } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { sumsInWords } from "./words.ts";

/** Earlier imports, and which of them can be undone. */
export function RecentSeedImports() {
  const { data, error, refetch, isPending } = useProcedure("seeds.list", {});
  const [asked, setAsked] = useState<SeedImportRecord | null>(null);
  const undo = useAction("seeds.undo");
  const ask = (record: SeedImportRecord) => {
    undo.reset();
    setAsked(record);
  };
  return (
    <Section title={say(text("systems.recent"))} description={say(text("systems.recentWhat"))}>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {isPending && <Skeleton height={60} />}
      {data?.imports.length === 0 && (
        <EmptyState icon={<IconHistory size={26} />} title={say(text("systems.none"))} order={3}>
          {say(text("systems.noneWhat"))}
        </EmptyState>
      )}
      {data && data.imports.length > 0 && <ImportsTable imports={data.imports} onUndo={ask} />}
      {asked && (
        <ConfirmDialog
          opened
          title={say(text("systems.undoQuestion", { file: asked.fileName }))}
          consequences={[
            say(text("systems.undoRemoves", { count: asked.sums.create })),
            ...(asked.sums.people > 0 ? [say(text("systems.undoPeople", { count: asked.sums.people }))] : []),
          ]}
          confirmLabel={say(text("systems.undoIt"))}
          destructive
          busy={undo.isPending}
          error={undo.error}
          onConfirm={() => undo.mutate({ id: asked.id }, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </Section>
  );
}

interface ImportsTableProps {
  imports: readonly SeedImportRecord[];
  onUndo: (record: SeedImportRecord) => void;
}

function ImportsTable({ imports, onUndo }: ImportsTableProps) {
  return (
    <Table verticalSpacing={8} aria-label={say(text("systems.recent"))}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={165}>{say(text("systems.time"))}</Table.Th>
          <Table.Th>{say(text("systems.file"))}</Table.Th>
          <Table.Th w={135}>{say(text("systems.by"))}</Table.Th>
          <Table.Th w={250}>{say(text("systems.entries"))}</Table.Th>
          <Table.Th w={190}>{say(text("systems.undoColumn"))}</Table.Th>
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

function UndoState({ record, onUndo }: { record: SeedImportRecord; onUndo: () => void }) {
  if (record.state === "undoable") {
    return (
      <Button
        size="compact-sm"
        variant="default"
        aria-label={say(text("systems.undoOf", { file: record.fileName }))}
        onClick={onUndo}
      >
        {say(text("systems.undoColumn"))}
      </Button>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      {say(text(record.state === "touched" ? "systems.touched" : "systems.wasUndone"))}
    </Text>
  );
}
