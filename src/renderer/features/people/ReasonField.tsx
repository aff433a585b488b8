import { TextInput } from "@mantine/core";

interface ReasonFieldProps {
  reason: string;
  onChange: (reason: string) => void;
}

/** Why something is done; recorded in the audit log. */
export function ReasonField({ reason, onChange }: ReasonFieldProps) {
  return (
    <TextInput
      label="Reason"
      description="Optional. Recorded in the audit log"
      autoComplete="off"
      maxLength={300}
      value={reason}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The input for a call: left out if no reason was given. */
export const reasonInput = (reason: string): { reason?: string } => (reason.trim() === "" ? {} : { reason });
