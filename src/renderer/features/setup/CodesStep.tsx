import { Stack } from "@mantine/core";
import { BackupCodesPanel } from "../../app/secrets/BackupCodesPanel.tsx";
import { StepHead } from "../../ui/StepHead.tsx";

interface CodesStepProps {
  owner: string;
  codes: readonly string[];
  onDone: () => void;
}

export function CodesStep({ owner, codes, onDone }: CodesStepProps) {
  return (
    <Stack gap="lg">
      <StepHead title="Your backup codes">The console is ready. One thing is left to keep.</StepHead>
      <BackupCodesPanel
        codes={codes}
        subject={owner}
        acknowledgement="I have stored these"
        doneLabel="Open the console"
        onDone={onDone}
      />
    </Stack>
  );
}
