import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { Section } from "../../ui/Section.tsx";

const turnOff: Act = {
  procedure: "account.turnOffSecondFactor",
  input: {},
  title: "Turn your second factor off?",
  consequences: [
    "Anyone who learns your password can sign in as you and do everything that you can do.",
    "Your authenticators and backup codes no longer work. To turn it on again, add a new authenticator.",
    "Your other sessions end, and the audit log records that you turned it off.",
  ],
  confirmLabel: "Turn it off",
  cancelLabel: "Keep it on",
  destructive: true,
};

/** Shown only if the policy lets the second factor be turned off. */
export function SecondFactorSection() {
  const [asking, setAsking] = useState(false);
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
        It is on: your password alone is not enough to sign in. This console's policy lets you turn it off. Keep it on
        if you can.
      </Text>
      <ActDialog act={asking ? turnOff : null} onClose={() => setAsking(false)} />
    </Section>
  );
}
