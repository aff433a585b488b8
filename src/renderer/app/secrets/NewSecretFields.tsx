import { PasswordInput, Stack } from "@mantine/core";
import type { FieldProps } from "../../form/use-contract-form.ts";
import { StrengthMeter } from "../../ui/StrengthMeter.tsx";
import { useStrength } from "./use-strength.ts";

/** Shortest password or passphrase allowed (NIST SP 800-63B-4 3.1.1.2, with a second factor). */
const shortest = 8;

/** Counts characters as people do, not UTF-16 units. */
const lengthOf = (text: string): number => Array.from(text).length;

/** Whether both fields are the same and long enough to be sent. */
export const isChosen = (first: string, again: string): boolean => lengthOf(first) >= shortest && first === again;

interface NewSecretFieldsProps {
  label: string;
  repeatLabel: string;
  description?: string;
  field: FieldProps<string>;
  again: FieldProps<string>;
  /** Names that an attacker would try: the person's, the organisation's. */
  related?: readonly (string | null)[];
}

/** Fields for a new password or passphrase, typed twice, with its strength. */
export function NewSecretFields(props: NewSecretFieldsProps) {
  const { label, repeatLabel, description, field, again, related = [] } = props;
  const strength = useStrength(field.value, related.join("\n"));
  const short = field.value !== "" && lengthOf(field.value) < shortest;
  const differs = again.value !== "" && !field.value.startsWith(again.value);
  return (
    <Stack gap="md">
      <Stack gap={6}>
        <PasswordInput
          label={label}
          description={description}
          autoComplete="new-password"
          {...field}
          error={field.error ?? (short ? `Use at least ${shortest} characters.` : undefined)}
          required
        />
        {strength && <StrengthMeter strength={strength} />}
      </Stack>
      <PasswordInput
        label={repeatLabel}
        autoComplete="new-password"
        {...again}
        error={differs ? "The entries do not match." : undefined}
        required
      />
    </Stack>
  );
}
