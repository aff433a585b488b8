import { List, Stack, Table, Text } from "@mantine/core";
import { IconCircleCheck, IconHistory } from "@tabler/icons-react";
import { type Since, type SinceCount, sinceAsText } from "#shared/model/restores.ts";
import { say, sayLabel } from "#shared/texts/say.ts";
import { numberInWords } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import classes from "./SinceFacts.module.css";

/** What was revoked, used or advanced since a backup was made, with names. */
export function SinceFacts({ since }: { since: Since }) {
  if (since.counts.length === 0) {
    return (
      <Notice
        tone="good"
        icon={<IconCircleCheck size={18} />}
        title="Nothing has been revoked or used since the backup was made"
      />
    );
  }
  return (
    <Notice tone="wait" icon={<IconHistory size={18} />} title="Revoked or used since the backup was made">
      <Stack gap="sm">
        <SinceCounts counts={since.counts} />
        {/* Nothing inside can be focused, so the region itself can: scrolling must work without a mouse. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div className={classes.names} tabIndex={0} role="region" aria-label="Names">
          {since.counts.map(({ kind, count }) => (
            <Names key={kind} since={since} kind={kind} count={count} />
          ))}
        </div>
      </Stack>
    </Notice>
  );
}

export function SinceCounts({ counts }: { counts: readonly SinceCount[] }) {
  return (
    <Table aria-label="Revoked or used since the backup" className="numbers">
      <Table.Tbody>
        {counts.map(({ kind, count }) => (
          <Table.Tr key={kind}>
            <Table.Th scope="row" fw={400}>
              {say(sinceAsText(kind))}
            </Table.Th>
            <Table.Td ta="right">{numberInWords(count)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Names({ since, kind, count }: SinceCount & { since: Since }) {
  const rows = since.rows.filter((row) => row.kind === kind);
  const more = count - rows.length;
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        {say(sinceAsText(kind))}
      </Text>
      <List size="sm" className="breakable">
        {rows.map(({ name, detail }, index) => (
          <List.Item key={index}>{detail === "" ? sayLabel(name) : `${sayLabel(name)}: ${sayLabel(detail)}`}</List.Item>
        ))}
        {more > 0 && <List.Item>and {numberInWords(more)} more</List.Item>}
      </List>
    </Stack>
  );
}
