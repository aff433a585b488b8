import { Anchor, Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useState } from "react";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { useConsole } from "../../app/session.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { StepHead } from "../../ui/StepHead.tsx";
import { SetupWizard } from "./SetupWizard.tsx";
import { type SetupSecrets, type Unlocking, unlockingOf } from "./setup-state.ts";

interface Resumed {
  secrets: SetupSecrets;
  unlocking: Unlocking;
}

/** A set-up that was started and not finished: continue or start over. */
export function UnfinishedSetup() {
  const { setFlow } = useConsole();
  const [resumed, setResumed] = useState<Resumed | null>(null);
  const [startingOver, setStartingOver] = useState(false);
  if (resumed) return <SetupWizard resumed={resumed} />;
  return (
    <BareFrame width={520}>
      <Card>
        <StepHead title="Set-up was not finished">
          Continue with the password you chose, or start over. Nobody is enrolled yet, so nothing is lost.
        </StepHead>
        <ResumeForm
          onResumed={(next) => {
            setResumed(next);
            // Finishing the set-up changes the phase; this screen stays until the codes are stored.
            setFlow("resume");
          }}
          onStartOver={() => setStartingOver(true)}
        />
      </Card>
      <Anchor component="button" size="sm" onClick={() => setFlow("restore")}>
        Restore from a backup instead
      </Anchor>
      <ConfirmDialog
        opened={startingOver}
        title="Start the set-up over?"
        consequences={[
          "The organisation, owner and password that you entered are deleted.",
          "An authenticator or recovery key from the first attempt no longer works.",
        ]}
        confirmLabel="Start over"
        destructive
        onConfirm={() => setFlow("setup")}
        onClose={() => setStartingOver(false)}
      />
    </BareFrame>
  );
}

interface ResumeFormProps {
  onResumed: (resumed: Resumed) => void;
  onStartOver: () => void;
}

function ResumeForm({ onResumed, onStartOver }: ResumeFormProps) {
  const { status } = useConsole();
  const form = useContractForm({
    procedure: "setup.resume",
    initial: { password: "", passphrase: "" },
    input: unlockingOf,
    ready: ({ password }) => password !== "",
    onDone: (secrets, typed) => onResumed({ secrets, unlocking: unlockingOf(typed) }),
  });
  return (
    <form {...form.element}>
      <Stack gap="md">
        <PasswordInput label="Password" autoComplete="current-password" {...form.field("password")} autoFocus />
        {status.keychain.state !== "bound" && (
          <PasswordInput
            label="Passphrase"
            description="Only if you chose one in addition to the password."
            autoComplete="off"
            {...form.field("passphrase")}
          />
        )}
        <FormNotice form={form} />
        <Group justify="space-between">
          <Button variant="default" onClick={onStartOver}>
            Start over
          </Button>
          <Button type="submit" loading={form.busy} disabled={!form.isReady}>
            Continue
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
