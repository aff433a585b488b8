import { Radio, Stack } from "@mantine/core";
import { Role } from "#shared/model/records.ts";
import { roleChoices } from "./words.ts";

interface RoleFieldProps {
  role: Role;
  onChange: (role: Role) => void;
}

/** One of the roles, each with what it may do. */
export function RoleField({ role, onChange }: RoleFieldProps) {
  return (
    <Radio.Group label="Role" value={role} onChange={(value) => onChange(Role.parse(value))}>
      <Stack gap="xs" mt={6}>
        {roleChoices.map(({ value, label, meaning }) => (
          <Radio key={value} value={value} label={label} description={meaning} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
