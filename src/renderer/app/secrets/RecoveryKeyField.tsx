import { TextInput } from "@mantine/core";

interface RecoveryKeyFieldProps {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  disabled?: boolean;
  /** Gets the focus first. */
  first?: boolean;
}

/** The recovery key, typed from its printed page. */
export function RecoveryKeyField({ value, onChange, error, disabled = false, first = false }: RecoveryKeyFieldProps) {
  return (
    <TextInput
      label="Recovery key"
      description="The eight groups of four from the printed page"
      classNames={{ input: "mono" }}
      autoComplete="off"
      spellCheck={false}
      value={value}
      error={error}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...(first ? { autoFocus: true, "data-autofocus": true } : {})}
    />
  );
}
