import { TextInput } from "@mantine/core";
import type { FieldProps } from "./use-contract-form.ts";

interface ReasonFieldProps extends FieldProps<string> {
  optional?: boolean;
  /** Gets the focus first. */
  first?: boolean;
}

/** Why something is done. */
export function ReasonField({ optional = false, first = false, ...field }: ReasonFieldProps) {
  return (
    <TextInput
      label="Reason"
      description={optional ? "Optional. Recorded in the audit log" : "Recorded in the audit log"}
      autoComplete="off"
      maxLength={300}
      {...field}
      {...(first ? { "data-autofocus": true } : {})}
    />
  );
}
