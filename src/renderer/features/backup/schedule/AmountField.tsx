import { NumberInput } from "@mantine/core";

interface AmountFieldProps {
  label: string;
  /** What it means, in one sentence. */
  description: string;
  value: number | "";
  onChange: (value: number | "") => void;
  error: string | undefined;
}

/** A whole number; its range is checked on saving. */
export function AmountField({ label, description, value, onChange, error }: AmountFieldProps) {
  return (
    <NumberInput
      label={label}
      description={description}
      min={0}
      clampBehavior="none"
      allowDecimal={false}
      allowNegative={false}
      value={value}
      error={error}
      onChange={(typed) => onChange(typeof typed === "number" ? typed : "")}
    />
  );
}
