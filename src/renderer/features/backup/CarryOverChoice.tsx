import { Radio, Stack, TextInput } from "@mantine/core";
import type { FieldProps } from "../../form/use-contract-form.ts";

interface CarryOverChoiceProps {
  /** The backup is restored as it is. */
  declined: boolean;
  onDecline: (declined: boolean) => void;
  reason: FieldProps<string>;
}

/** Whether what was revoked or used since stays so. A reason is asked for only if it does not. */
export function CarryOverChoice({ declined, onDecline, reason }: CarryOverChoiceProps) {
  return (
    <Stack gap="sm">
      <Radio.Group
        label="Anything revoked or used since the backup"
        value={declined ? "decline" : "carry"}
        onChange={(choice) => onDecline(choice === "decline")}
      >
        <Stack gap="xs" mt={6}>
          <Radio value="carry" label="Stays revoked and used (recommended)" />
          <Radio
            value="decline"
            label="Restore the backup exactly as it is"
            description="Lost phones, used backup codes and people who have left are accepted again."
          />
        </Stack>
      </Radio.Group>
      {declined && (
        <TextInput label="Reason" description="Recorded in the audit log" required maxLength={500} {...reason} />
      )}
    </Stack>
  );
}
