import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconDatabaseX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import type { ErrorCode } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { refreshStatus } from "../../app/query-client.ts";
import { useConsole } from "../../app/session.ts";
import { Reference } from "../../ui/Reference.tsx";

/** With other problems a restore would only lose what is newer than the backup. */
const helpedByRestore: ReadonlySet<ErrorCode> = new Set(["STORE_DAMAGED", "STORE_UNAVAILABLE"]);

/** A database that cannot be opened: what is wrong, and what to do. */
export function DamagedStore() {
  const { status, setFlow } = useConsole();
  const client = useQueryClient();
  const { problem } = status;
  const restorable = problem !== null && helpedByRestore.has(problem.code);
  return (
    <BareFrame width={560}>
      <Card>
        <Group gap="md" wrap="nowrap" align="flex-start">
          <IconDatabaseX size={36} stroke={1.5} aria-hidden />
          <Stack gap={4}>
            <Title order={1} size="h3">
              {restorable ? "The database cannot be opened" : "The database cannot be opened right now"}
            </Title>
            <Text role="alert">{problem ? say(problem.text) : "Its files are damaged."}</Text>
          </Stack>
        </Group>
        <Text c="dimmed">
          {restorable
            ? "Nothing has been changed. A restore keeps the current files, so they can still be examined later."
            : "Nothing has been changed. Your data is safe; no restore is needed."}
        </Text>
        {problem && <Reference error={problem} />}
        <Group justify="space-between">
          <Button variant="default" onClick={() => void refreshStatus(client)}>
            Try again
          </Button>
          {restorable && <Button onClick={() => setFlow("restore")}>Restore from a backup</Button>}
        </Group>
      </Card>
    </BareFrame>
  );
}
