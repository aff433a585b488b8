import { Button, Group, Stack, Text } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import type { TargetState } from "#shared/contract/targets.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useMay } from "../../app/may.ts";
import { useStatus } from "../../app/session.ts";
import { tokenStatusInWords } from "../../app/words.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { dateStamp } from "../../ui/format.ts";
import { Printed } from "../../ui/Printed.tsx";
import { Section } from "../../ui/Section.tsx";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";

type Row = TargetState["lingering"][number];

/** Why it should not be accepted there any more. Still active, it is of somebody who left the group. */
const whyInWords = ({ status }: Row): string =>
  status === null
    ? say(text("systems.deleted"))
    : status === "active"
      ? say(text("systems.notInGroup"))
      : tokenStatusInWords[status];

const nameOf = ({ label, serial }: Row): string => serial || label;

const columns: readonly Column<Row>[] = [
  { key: "username", title: say(text("systems.owner")), width: "minmax(0, 1fr)", cell: ({ username }) => username },
  { key: "label", title: say(text("systems.authenticator")), width: "minmax(0, 1fr)", cell: nameOf },
  { key: "why", title: say(text("systems.why")), width: "minmax(0, 1fr)", cell: whyInWords },
];

/** What the system was handed and has to be removed there by hand: no file takes anything away. */
export function LingeringSection({ state: { target, counts, lingering } }: { state: TargetState }) {
  const [settling, setSettling] = useState<Act | null>(null);
  const maySettle = useMay("targets.settle");
  if (lingering.length === 0) return null;
  const settle: Act = {
    procedure: "targets.settle",
    input: { id: target.id, tokens: lingering.map(({ tokenId }) => tokenId) },
    title: say(text("systems.settleQuestion", { name: target.name })),
    consequences: [say(text("systems.settleForgets", { count: lingering.length }))],
    confirmLabel: say(text("systems.settle")),
  };
  return (
    <Section title={say(text("systems.lingering"))} description={say(text("systems.lingeringWhat"))}>
      <Stack gap="md">
        {counts.lingering > lingering.length && (
          <Text size="sm">
            {say(text("systems.lingeringFirst", { shown: lingering.length, count: counts.lingering }))}
          </Text>
        )}
        <VirtualTable
          label={say(text("systems.lingering"))}
          columns={columns}
          rows={lingering}
          keyOf={({ tokenId }) => tokenId}
          rowHeight={40}
          maxHeight={360}
          wraps
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
            {say(text("systems.print"))}
          </Button>
          {maySettle && <Button onClick={() => setSettling(settle)}>{say(text("systems.settle"))}</Button>}
        </Group>
      </Stack>
      <Printed>
        <PrintedList name={target.name} rows={lingering} />
      </Printed>
      <ActDialog act={settling} onClose={() => setSettling(null)} />
    </Section>
  );
}

/** For whoever looks after the system: one line each, to be ticked off. */
function PrintedList({ name, rows }: { name: string; rows: readonly Row[] }) {
  const { organisation } = useStatus();
  const [at] = useState(() => new Date());
  return (
    <article className="sheet">
      <h1>{say(text("systems.printTitle", { name }))}</h1>
      <p>
        {organisation && <>{organisation} · </>}
        {dateStamp(at)}
      </p>
      <table className="removals">
        <tbody>
          {rows.map((row) => (
            <tr key={row.tokenId}>
              <td aria-hidden>☐</td>
              <td>{row.username}</td>
              <td>{nameOf(row)}</td>
              <td>{whyInWords(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}
