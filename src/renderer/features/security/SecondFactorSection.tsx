import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Section } from "../../ui/Section.tsx";

/** Only where the policy lets the second factor be turned off. */
export function SecondFactorSection() {
  const [asking, setAsking] = useState(false);
  const turnOff = useAction("account.turnOffSecondFactor", () => setAsking(false));
  return (
    <Section
      title="Second factor"
      actions={
        <Button variant="default" onClick={() => setAsking(true)}>
          Turn it off
        </Button>
      }
    >
      <Text>
        It is on: without a code, your password alone opens nothing. The policy of this console lets you turn it off.
        Keep it on if you can.
      </Text>
      <ConfirmDialog
        opened={asking}
        title="Turn your second factor off?"
        consequences={[
          "Whoever learns your password can sign in as you, and do all that you may do.",
          "Your authenticators and backup codes no longer work. To turn it on again, add an authenticator anew.",
          "Your other sessions end, and the audit says that you turned it off.",
        ]}
        confirmLabel="Turn it off"
        cancelLabel="Keep it on"
        destructive
        busy={turnOff.isPending}
        error={turnOff.error}
        onConfirm={() => turnOff.mutate({})}
        onClose={() => {
          turnOff.reset();
          setAsking(false);
        }}
      />
    </Section>
  );
}
