import { Radio, Stack, TextInput } from "@mantine/core";

/** Whether what was revoked or used since stays so. `reason` matters only if it is declined. */
export interface CarryOverDecision {
  declined: boolean;
  reason: string;
}

export const carryAll: CarryOverDecision = { declined: false, reason: "" };

export const isDecided = ({ declined, reason }: CarryOverDecision): boolean => !declined || reason.trim() !== "";

interface CarryOverChoiceProps {
  value: CarryOverDecision;
  error: string | undefined;
  onChange: (value: CarryOverDecision) => void;
}

export function CarryOverChoice({ value, error, onChange }: CarryOverChoiceProps) {
  return (
    <Stack gap="sm">
      <Radio.Group
        label="Anything revoked or used since the backup"
        value={value.declined ? "decline" : "carry"}
        onChange={(choice) => onChange({ ...value, declined: choice === "decline" })}
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
      {value.declined && (
        <TextInput
          label="Reason"
          description="Recorded in the audit log"
          required
          maxLength={500}
          value={value.reason}
          error={error}
          onChange={(event) => onChange({ ...value, reason: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
}
