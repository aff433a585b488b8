import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import type { OutputOf } from "#shared/contract/index.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { Notice } from "../../ui/Notice.tsx";
import { LeftOutTable } from "./LeftOutTable.tsx";

/** More are in the folder: their digests are in the terminal's answer. */
const digestsShown = 20;

interface WrittenProps {
  result: Pick<OutputOf<"targets.export">, "sums" | "files" | "to" | "leftOut" | "encryptedTo">;
  onDone: () => void;
}

/** What was written where, and what was left out. */
export function Written({ result, onDone }: WrittenProps) {
  const { sums, files, to, leftOut, encryptedTo } = result;
  return (
    <Stack gap="md">
      <Notice
        tone={sums.leftOut > 0 ? "wait" : "good"}
        role="status"
        icon={<IconCircleCheck size={20} />}
        title={say(
          sums.leftOut > 0
            ? text("systems.writtenPartly", { go: sums.go, count: sums.leftOut })
            : text("systems.written", { go: sums.go }),
        )}
      >
        <span className="breakable">{to}</span>
      </Notice>
      <Table aria-label={say(text("systems.digest"))}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say(text("systems.file"))}</Table.Th>
            <Table.Th>{say(text("systems.digest"))}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {files.slice(0, digestsShown).map(({ name, sha256 }) => (
            <Table.Tr key={name}>
              <Table.Td className="breakable">{name}</Table.Td>
              <Table.Td className="breakable">
                <code>{sha256}</code>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {encryptedTo.length > 0 && <Text size="sm">{say(text("targets.encrypted", { count: encryptedTo.length }))}</Text>}
      {leftOut.length > 0 && <LeftOutTable rows={leftOut} />}
      <Group justify="flex-end">
        <Button onClick={onDone}>{say(text("systems.done"))}</Button>
      </Group>
    </Stack>
  );
}
