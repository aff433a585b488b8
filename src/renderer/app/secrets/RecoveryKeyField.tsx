import { TextInput } from "@mantine/core";
import type { FieldProps } from "../../form/use-contract-form.ts";

interface RecoveryKeyFieldProps extends FieldProps<string> {
  disabled?: boolean;
  /** Gets the focus first. */
  first?: boolean;
}

/** The recovery key, typed from its printed page. */
export function RecoveryKeyField({ first = false, ...field }: RecoveryKeyFieldProps) {
  return (
    <TextInput
      label="Recovery key"
      description="The eight groups of four from the printed page"
      classNames={{ input: "mono" }}
      autoComplete="off"
      spellCheck={false}
      {...field}
      {...(first ? { autoFocus: true, "data-autofocus": true } : {})}
    />
  );
}
