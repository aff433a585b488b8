import { TextInput } from "@mantine/core";

interface LabelFieldProps {
  label: string;
  onChange: (label: string) => void;
  error?: string | undefined;
  /** Gets the focus first. */
  first?: boolean;
}

/** The label of a person's authenticator. */
export function LabelField({ label, onChange, error, first = false }: LabelFieldProps) {
  return (
    <TextInput
      label="Label"
      description="Distinguishes this authenticator from the person's others"
      autoComplete="off"
      maxLength={64}
      maw={360}
      value={label}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...(first ? { "data-autofocus": true } : {})}
    />
  );
}
