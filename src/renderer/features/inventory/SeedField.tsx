import { PasswordInput } from "@mantine/core";
import type { FieldProps } from "../../form/use-contract-form.ts";

interface SeedFieldProps extends FieldProps<string> {
  label?: string;
  description?: string;
}

const forms =
  "Base32 (letters and 2 to 7) or hex (0 to 9, a to f), from the maker's file. It is sealed and never shown again.";

export function SeedField({ label = "Seed", description = forms, ...field }: SeedFieldProps) {
  return (
    <PasswordInput
      label={label}
      description={description}
      autoComplete="off"
      spellCheck={false}
      maxLength={1024}
      {...field}
    />
  );
}
