import { Button, Group, Stack, Text } from "@mantine/core";
import type { Approval } from "#shared/contract/approvals.ts";
import { secondsInWords } from "../../ui/format.ts";
import { TimeText } from "../../ui/TimeText.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";

interface DelayedApprovalProps {
  approval: Approval;
  onGo: () => void;
  onWithdraw: () => void;
  onClose: () => void;
}

/** Where nobody else can approve: time stands in for the second administrator. */
export function DelayedApproval({ approval, onGo, onWithdraw, onClose }: DelayedApprovalProps) {
  const left = useCountdown(approval.readyAt);
  const ready = left === 0;
  return (
    <Stack gap="md">
      <Text size="sm">
        No other administrator can approve this, so it has to wait. It can be done from{" "}
        <strong>
          <TimeText at={approval.readyAt} never="now" />
        </strong>
        .
      </Text>
      {!ready && (
        <Text size="sm" className="numbers">
          {secondsInWords(left)} left. You may close this and go on working: the request is kept under “Waiting
          approvals”. When the time has come, do the same again and it goes through.
        </Text>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onWithdraw}>
          Withdraw
        </Button>
        <Button variant="default" onClick={onClose} {...(ready ? {} : { "data-autofocus": true })}>
          Close
        </Button>
        <Button onClick={onGo} disabled={!ready} {...(ready ? { "data-autofocus": true } : {})}>
          Do it now
        </Button>
      </Group>
    </Stack>
  );
}
