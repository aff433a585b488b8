import { Button, Group, Stack, Text } from "@mantine/core";
import { IconLinkOff, IconRosetteDiscountCheck } from "@tabler/icons-react";
import type { OutputOf } from "#shared/contract/index.ts";
import { whatBroke } from "#shared/model/chain.ts";
import { say } from "#shared/texts/say.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { ProgressPanel } from "../../ui/ProgressPanel.tsx";

const title = "Checking the audit log";

/** Recomputes the chain on demand and shows the result. */
export function VerifyChain() {
  const verify = useAction("audit.verify");
  if (verify.isPending) {
    return (
      <div className="surface">
        <Stack p="md">
          <ProgressPanel title={title} progress={verify.progress} onCancel={verify.cancel} />
        </Stack>
      </div>
    );
  }
  return (
    <Stack gap="sm">
      <Group gap="md">
        <Button variant="default" onClick={() => verify.mutate({})}>
          Verify the audit log
        </Button>
        <Text size="sm" c="dimmed">
          Recomputes every seal from the first event to the last.
        </Text>
      </Group>
      <ErrorNotice error={verify.error} onRetry={() => verify.mutate({})} />
      {verify.data && <ChainResult report={verify.data} />}
    </Stack>
  );
}

function ChainResult({ report }: { report: OutputOf<"audit.verify"> }) {
  const events = counted(report.events, "event", "events");
  return report.valid ? (
    <Notice tone="good" role="status" icon={<IconRosetteDiscountCheck size={20} />} title="Audit log intact">
      {events} checked. None was changed, added or removed.
    </Notice>
  ) : (
    <Notice tone="bad" role="alert" icon={<IconLinkOff size={20} />} title="The audit log was tampered with or damaged">
      {say(whatBroke(report))} Earlier events can be trusted. Keep a copy of the database and compare it with the last
      backup.
    </Notice>
  );
}
