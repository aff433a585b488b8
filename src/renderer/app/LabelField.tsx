import { TextInput } from "@mantine/core";
import type { FieldProps } from "../form/use-contract-form.ts";

interface LabelFieldProps extends FieldProps<string> {
  /** Gets the focus first. */
  first?: boolean;
}

/** The label of a person's authenticator. */
export function LabelField({ first = false, ...field }: LabelFieldProps) {
  return (
    <TextInput
      label="Label"
      description="Distinguishes this authenticator from the person's others"
      autoComplete="off"
      maxLength={64}
      maw={360}
      {...field}
      {...(first ? { "data-autofocus": true } : {})}
    />
  );
}
