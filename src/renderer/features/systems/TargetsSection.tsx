import { Anchor, Button, Skeleton, Table } from "@mantine/core";
import { IconPlus, IconServer } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { Target } from "#shared/contract/targets.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useMay } from "../../app/may.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { numberInWords } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { AddTarget } from "./AddTarget.tsx";
import { useWrittenFormats } from "./written-formats.ts";

/** The systems that are remembered, with what they were handed. */
export function TargetsSection() {
  const { data, error, refetch, isPending } = useProcedure("targets.list", {});
  const [adding, setAdding] = useState(false);
  const mayAdd = useMay("targets.add");
  const add = mayAdd && (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
      {say(text("systems.add"))}
    </Button>
  );
  const isEmpty = data?.targets.length === 0;
  return (
    <Section
      title={say(text("systems.named"))}
      description={say(text("systems.namedWhat"))}
      actions={data && !isEmpty && add}
    >
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {isPending && <Skeleton height={60} />}
      {isEmpty && (
        <EmptyState icon={<IconServer size={26} />} title={say(text("systems.noneNamed"))} order={3} action={add}>
          {say(text("systems.noneNamedWhat"))}
        </EmptyState>
      )}
      {data && !isEmpty && <TargetTable targets={data.targets} />}
      <AddTarget opened={adding} onClose={() => setAdding(false)} />
    </Section>
  );
}

function TargetTable({ targets }: { targets: readonly Target[] }) {
  const { written } = useWrittenFormats();
  return (
    <Table verticalSpacing={8} aria-label={say(text("systems.named"))}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say(text("systems.name"))}</Table.Th>
          <Table.Th>{say(text("systems.form"))}</Table.Th>
          <Table.Th>{say(text("systems.group"))}</Table.Th>
          <Table.Th w={130}>{say(text("systems.handed"))}</Table.Th>
          <Table.Th w={170}>{say(text("systems.lastExport"))}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {targets.map((target) => (
          <Table.Tr key={target.id}>
            <Table.Td className="breakable">
              <Anchor component={Link} to={`/systems/${target.id}`} inherit>
                {target.name}
              </Anchor>
            </Table.Td>
            <Table.Td>{written.find(({ id }) => id === target.format)?.title ?? target.format}</Table.Td>
            <Table.Td className="breakable">{target.group?.name ?? say(text("systems.groupAny"))}</Table.Td>
            <Table.Td className="numbers">{numberInWords(target.handed)}</Table.Td>
            <Table.Td>
              <TimeText at={target.exportedAt} never={say(text("systems.never"))} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
