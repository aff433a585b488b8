import { PasswordInput } from "@mantine/core";

interface SeedFieldProps {
  label?: string;
  description?: string;
  value: string;
  onChange: (seed: string) => void;
  error: string | undefined;
}

const forms =
  "Base32 (letters and 2 to 7) or hex (0 to 9, a to f), from the maker's file. It is sealed and never shown again.";

export function SeedField({ label = "Seed", description = forms, value, onChange, error }: SeedFieldProps) {
  return (
    <PasswordInput
      label={label}
      description={description}
      autoComplete="off"
      spellCheck={false}
      maxLength={1024}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
