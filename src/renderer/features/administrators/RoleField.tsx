import { Radio, Stack } from "@mantine/core";
import { Role } from "#shared/model/records.ts";
import { roleChoices } from "./words.ts";

interface RoleFieldProps {
  value: Role;
  onChange: (role: Role) => void;
  error?: string | undefined;
}

/** One of the roles, each with what it may do. */
export function RoleField({ value: role, onChange, error }: RoleFieldProps) {
  return (
    <Radio.Group label="Role" value={role} error={error} onChange={(value) => onChange(Role.parse(value))}>
      <Stack gap="xs" mt={6}>
        {roleChoices.map(({ value, label, meaning }) => (
          <Radio key={value} value={value} label={label} description={meaning} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
