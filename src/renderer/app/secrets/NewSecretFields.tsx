import { PasswordInput, Stack } from "@mantine/core";
import { StrengthMeter } from "../../ui/StrengthMeter.tsx";
import { useStrength } from "./use-strength.ts";

/** Shortest password or passphrase allowed (NIST SP 800-63B-4 3.1.1.2, with a second factor). */
const shortest = 8;

export interface NewSecret {
  first: string;
  second: string;
}

/** Counts characters as people do, not UTF-16 units. */
const lengthOf = (text: string): number => Array.from(text).length;

export const noSecret: NewSecret = { first: "", second: "" };

/** Whether both fields are the same and long enough to be sent. */
export const isChosen = ({ first, second }: NewSecret): boolean => lengthOf(first) >= shortest && first === second;

interface NewSecretFieldsProps {
  label: string;
  repeatLabel: string;
  description?: string;
  value: NewSecret;
  onChange: (value: NewSecret) => void;
  /** Names that an attacker would try: the person's, the organisation's. */
  related?: readonly string[];
  error?: string | undefined;
}

/** Fields for a new password or passphrase, typed twice, with its strength. */
export function NewSecretFields(props: NewSecretFieldsProps) {
  const { label, repeatLabel, description, value, onChange, related = [], error } = props;
  const strength = useStrength(value.first, related.join("\n"));
  const short = value.first !== "" && lengthOf(value.first) < shortest;
  const differs = value.second !== "" && !value.first.startsWith(value.second);
  return (
    <Stack gap="md">
      <Stack gap={6}>
        <PasswordInput
          label={label}
          description={description}
          autoComplete="new-password"
          value={value.first}
          error={error ?? (short ? `Use at least ${shortest} characters.` : undefined)}
          onChange={(event) => onChange({ ...value, first: event.currentTarget.value })}
          required
        />
        {strength && <StrengthMeter strength={strength} />}
      </Stack>
      <PasswordInput
        label={repeatLabel}
        autoComplete="new-password"
        value={value.second}
        error={differs ? "The entries do not match." : undefined}
        onChange={(event) => onChange({ ...value, second: event.currentTarget.value })}
        required
      />
    </Stack>
  );
}
