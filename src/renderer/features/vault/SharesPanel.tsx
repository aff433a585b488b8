import { Button, Checkbox, Group, Stack, Title } from "@mantine/core";
import { IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import { SheetActions } from "../../app/secrets/SheetActions.tsx";
import { useStatus } from "../../app/session.ts";
import { Notice } from "../../ui/Notice.tsx";
import { StepHead } from "../../ui/StepHead.tsx";
import classes from "./VaultPage.module.css";

interface SharesPanelProps {
  shares: readonly string[];
  needed: number;
  busy: boolean;
  onDone: () => void;
}

/** Shares, one after the other, so that nobody sees more than their own. */
export function SharesPanel({ shares, needed, busy, onDone }: SharesPanelProps) {
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const share = shares[at];
  const next = () => {
    setOpen(false);
    setAt(at + 1);
  };
  if (share === undefined) return <AllHandedOut total={shares.length} needed={needed} busy={busy} onDone={onDone} />;
  if (!open) {
    return (
      <Stack gap="lg">
        <StepHead title={`Share ${at + 1} of ${shares.length}`}>
          Ask person {at + 1} to the screen, and nobody else. Only they may see this share.
        </StepHead>
        <Group justify="flex-end">
          <Button onClick={() => setOpen(true)} autoFocus>
            Show share {at + 1}
          </Button>
        </Group>
      </Stack>
    );
  }
  return <OneShare key={at} share={share} at={at} total={shares.length} needed={needed} onNext={next} />;
}

interface OneShareProps {
  share: string;
  at: number;
  total: number;
  needed: number;
  onNext: () => void;
}

function OneShare({ share, at, total, needed, onNext }: OneShareProps) {
  const { organisation } = useStatus();
  const [kept, setKept] = useState(false);
  return (
    <Stack gap="lg">
      <StepHead title={`Share ${at + 1} of ${total}`}>
        Hand this to person {at + 1}. It is shown now and never again.
      </StepHead>
      <div role="group" aria-label={`Share ${at + 1}`} className={classes.share}>
        <code className="mono breakable">{share}</code>
      </div>
      <SheetActions
        sheet={{
          kind: "recovery-share",
          subject: `Share ${at + 1} of ${total}; any ${needed} together open the console`,
          organisation: organisation ?? "",
          secrets: [share],
        }}
      />
      <Group justify="space-between" gap="md">
        <Checkbox
          label={`Person ${at + 1} has it`}
          checked={kept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <Button disabled={!kept} onClick={onNext}>
          {at + 1 === total ? "Finish" : "Next share"}
        </Button>
      </Group>
    </Stack>
  );
}

interface AllHandedOutProps {
  total: number;
  needed: number;
  busy: boolean;
  onDone: () => void;
}

function AllHandedOut({ total, needed, busy, onDone }: AllHandedOutProps) {
  return (
    <Stack gap="lg">
      <Title order={1} size="h3">
        All {total} shares are handed out
      </Title>
      <Notice tone="info" icon={<IconUsersGroup size={18} />} title={`Any ${needed} of them open the console`}>
        Write down who has which share, and check now and then that {needed} of them can still be brought together. When
        you choose “Done”, the previous recovery key stops working: then destroy its page.
      </Notice>
      <Group justify="flex-end">
        <Button onClick={onDone} loading={busy} autoFocus>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
