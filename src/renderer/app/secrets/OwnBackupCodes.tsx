import { Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { StepHead } from "../../ui/StepHead.tsx";
import { BackupCodesPanel, type ShownCodes } from "./BackupCodesPanel.tsx";

interface OwnBackupCodesProps {
  /** The administrator whose codes they are. */
  name: string;
  codes: ShownCodes;
  /** What has just been done. */
  introduction: string;
  /** Shown above the codes. */
  children?: ReactNode;
  onDone: () => void;
}

/** An administrator's own backup codes: the last step before the console opens. */
export function OwnBackupCodes({ name, codes, introduction, children, onDone }: OwnBackupCodesProps) {
  return (
    <Stack gap="lg">
      <StepHead title="Your backup codes">{introduction}</StepHead>
      {children}
      <BackupCodesPanel
        codes={codes}
        subject={name}
        own
        acknowledgement="I have stored these"
        doneLabel="Open the console"
        onDone={onDone}
      />
    </Stack>
  );
}
