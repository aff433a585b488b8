import { NumberInput } from "@mantine/core";
import type { FieldProps } from "../../../form/use-contract-form.ts";
import type { Typed } from "./plan-draft.ts";

interface AmountFieldProps extends FieldProps<Typed> {
  label: string;
  /** What it means, in one sentence. */
  description: string;
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
