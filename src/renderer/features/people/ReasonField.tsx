import { TextInput } from "@mantine/core";

interface ReasonFieldProps {
  reason: string;
  onChange: (reason: string) => void;
}

/** Why something is done; kept in the audit. */
export function ReasonField({ reason, onChange }: ReasonFieldProps) {
  return (
    <TextInput
      label="Reason"
      description="If there is one to keep: it stands in the audit"
      autoComplete="off"
      maxLength={300}
      value={reason}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** As a call takes it: left out where none was given. */
export const reasonInput = (reason: string): { reason?: string } => (reason.trim() === "" ? {} : { reason });
