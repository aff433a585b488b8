import { Button, Skeleton, Text } from "@mantine/core";
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
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
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

const columnsOf = (onUndo: ImportsTableProps["onUndo"]): readonly Column<SeedImportRecord>[] => [
  {
    key: "time",
    title: say(text("systems.time")),
    width: "150px",
    drops: 3,
    cell: ({ at }) => <TimeText at={at} />,
  },
  { key: "file", title: say(text("systems.file")), width: "minmax(0, 1fr)", cell: ({ fileName }) => fileName },
  { key: "by", title: say(text("systems.by")), width: "minmax(0, 0.7fr)", drops: 2, cell: ({ by }) => by },
  {
    key: "entries",
    title: say(text("systems.entries")),
    width: "minmax(0, 1fr)",
    cell: ({ sums }) => <span className="numbers">{sumsInWords(sums)}</span>,
  },
  {
    key: "undo",
    title: say(text("systems.undoColumn")),
    width: "minmax(0, 1fr)",
    control: true,
    cell: (record) => <UndoState record={record} onUndo={() => onUndo(record)} />,
  },
];

function ImportsTable({ imports, onUndo }: ImportsTableProps) {
  return (
    <VirtualTable
      label={say(text("systems.recent"))}
      columns={columnsOf(onUndo)}
      rows={imports}
      keyOf={({ id }) => id}
      rowHeight={44}
      maxHeight={360}
      wraps
    />
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
