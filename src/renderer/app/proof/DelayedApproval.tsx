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

/** When nobody else can approve: a waiting period takes the place of the second administrator. */
export function DelayedApproval({ approval, onGo, onWithdraw, onClose }: DelayedApprovalProps) {
  const left = useCountdown(approval.readyAt);
  const ready = left === 0;
  return (
    <Stack gap="md">
      <Text size="sm">
        No other administrator can approve this, so there is a waiting period. You can do it from{" "}
        <strong>
          <TimeText at={approval.readyAt} never="now" />
        </strong>
        .
      </Text>
      {!ready && (
        <Text size="sm" className="numbers">
          {secondsInWords(left)} left. You can close this and continue working: the request is listed under “Waiting
          approvals”. After the waiting period, repeat the action and it goes through.
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
