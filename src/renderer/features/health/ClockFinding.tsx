import { Button, Text } from "@mantine/core";
import { useState } from "react";
import type { HealthReport } from "#shared/contract/system.ts";
import { useMay } from "../../app/may.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { localTime, utcTime } from "../../ui/format.ts";
import { TimeText } from "../../ui/TimeText.tsx";
import { Finding } from "./Finding.tsx";

/** Codes depend on the clock. If it was set back, no code is checked until an owner has confirmed the clock. */
export function ClockFinding({ clock }: { clock: HealthReport["clock"] }) {
  const mayAccept = useMay("system.acceptClock");
  const last = clock.lastEventAt === null ? [] : [`Last recorded event: ${localTime.format(clock.lastEventAt)}`];
  if (!clock.rolledBack) {
    return (
      <Finding state="good" title="The clock has not gone back" lines={last}>
        <Text size="sm" c="dimmed">
          This computer says <TimeText at={clock.now} />
        </Text>
      </Finding>
    );
  }
  return (
    <Finding
      state="bad"
      title="The clock is behind the last recorded event"
      lines={[
        `This computer says ${localTime.format(clock.now)} (${utcTime(clock.now)})`,
        ...last,
        "No code is checked until this is resolved. Correct the computer's clock first.",
      ]}
    >
      {mayAccept && <AcceptClock now={clock.now} />}
    </Finding>
  );
}

function AcceptClock({ now }: { now: number }) {
  const [asking, setAsking] = useState(false);
  const acceptance: Act = {
    procedure: "system.acceptClock",
    input: {},
    title: "Is the clock right?",
    consequences: [
      `Compare with another clock: this computer says ${localTime.format(now)}.`,
      "Codes are checked again from now on, and the audit log records that you confirmed the clock.",
    ],
    confirmLabel: "The clock is right",
  };
  return (
    <>
      <Button variant="default" w="fit-content" mt="xs" onClick={() => setAsking(true)}>
        The clock is right now
      </Button>
      <ActDialog act={asking ? acceptance : null} onClose={() => setAsking(false)} />
    </>
  );
}
