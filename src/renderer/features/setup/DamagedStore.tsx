import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconDatabaseX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import type { ErrorCode } from "#shared/errors.ts";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { refreshStatus } from "../../app/query-client.ts";
import { useConsole } from "../../app/session.ts";
import { Reference } from "../../ui/Reference.tsx";

/** Of other problems a restore would only lose what came after the backup. */
const helpedByRestore: ReadonlySet<ErrorCode> = new Set(["STORE_DAMAGED", "STORE_UNAVAILABLE"]);

/** A store that cannot be opened: what is wrong, and the ways out. */
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
              {restorable ? "The store cannot be opened" : "The data cannot be opened right now"}
            </Title>
            <Text role="alert">{problem?.message ?? "Its files are not as they should be."}</Text>
          </Stack>
        </Group>
        <Text c="dimmed">
          {restorable
            ? "Nothing was changed. A restore keeps the present files aside, so they can still be examined later."
            : "Nothing was changed. Your data is kept as it is; no restore is needed."}
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
