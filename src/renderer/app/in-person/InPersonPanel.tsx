import { Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconDeviceDesktop, IconHourglassOff } from "@tabler/icons-react";
import type { InPersonState } from "#shared/contract/in-person.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { clockOf, counted } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { NextInList } from "../NextInList.tsx";
import { Section } from "../../ui/Section.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";

interface InPersonPanelProps {
  state: InPersonState;
  person: { id: string; username: string };
  /** The operator has seen how it ended. */
  onSeen: () => void;
}

/** Describes what happens on the person's screen, but never shows its contents. */
export function InPersonPanel({ state, person, onSeen }: InPersonPanelProps) {
  const close = useAction("inPerson.close");
  const isOpen = state.step === "waiting" || state.step === "codes";
  return (
    <Section title="On the person's screen" description={state.username ?? ""}>
      <InWords state={state} />
      <ErrorNotice error={close.error} />
      <Group justify="space-between" gap="sm">
        <TimeLeft until={state.expiresAt} />
        <Group gap="sm">
          {isOpen && (
            <Button variant="default" loading={close.isPending} onClick={() => close.mutate({})}>
              Close the person's screen
            </Button>
          )}
          {!isOpen && !state.enrolled && <Button onClick={onSeen}>Start again</Button>}
          {!isOpen && state.enrolled && state.username !== person.username && (
            <Button onClick={onSeen}>Continue</Button>
          )}
          {!isOpen && state.enrolled && state.username === person.username && <NextInList person={person} />}
        </Group>
      </Group>
    </Section>
  );
}

function TimeLeft({ until }: { until: number | null }) {
  const left = useCountdown(until);
  return (
    <Text size="sm" c="dimmed" className="numbers">
      {until !== null && left > 0 && `Closes in ${clockOf(left)}`}
    </Text>
  );
}

function InWords({ state }: { state: InPersonState }) {
  const { step, wrongCodes, enrolled } = state;
  switch (step) {
    case "waiting":
      return (
        <Notice tone="info" role="status" icon={<IconDeviceDesktop size={18} />} title="Waiting for a code">
          <Stack gap={4}>
            <span>The person scans the QR code on their screen and types the digits that the app shows.</span>
            {wrongCodes > 0 && (
              <span>
                {counted(wrongCodes, "wrong code", "wrong codes")} entered so far. Is the phone's clock right?
              </span>
            )}
          </Stack>
        </Notice>
      );
    case "codes":
      return (
        <Notice tone="good" role="status" icon={<IconCircleCheck size={18} />} title="Enrolled">
          The authenticator works. The person is now writing down the backup codes.
        </Notice>
      );
    case "expired":
      return (
        <Notice tone="wait" role="status" icon={<IconHourglassOff size={18} />} title="Time ran out">
          No correct code was entered in time. Nothing has changed. Delete the account in the app before you start
          again.
        </Notice>
      );
    case "done":
      return (
        <Notice tone="good" role="status" icon={<IconCircleCheck size={18} />} title="Enrolled">
          The authenticator works, and the person's screen is closed.
        </Notice>
      );
    case "closed":
    case "none":
      return enrolled ? (
        <Notice tone="wait" role="status" icon={<IconAlertTriangle size={18} />} title="Enrolled, codes not confirmed">
          The authenticator works, but nobody confirmed that the backup codes were kept. If they were not, make new ones
          on the person's page.
        </Notice>
      ) : (
        <Notice tone="wait" role="status" icon={<IconAlertTriangle size={18} />} title="The person's screen was closed">
          No correct code was entered. Nothing has changed. Delete the account in the app before you start again.
        </Notice>
      );
  }
}
