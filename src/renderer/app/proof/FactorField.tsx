import { Anchor, Stack } from "@mantine/core";
import type { ProcedureName } from "#shared/contract/index.ts";
import type { ContractForm, FieldProps } from "../../form/use-contract-form.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { administratorDigits } from "../../ui/code-length.ts";
import type { Factor } from "./factor.ts";

interface FactorFieldProps extends FieldProps<Factor> {
  form: Pick<ContractForm<ProcedureName, { factor: Factor }>, "submit" | "wait" | "busy" | "error">;
  /** Gets the focus when the dialog opens. */
  first?: boolean;
}

/** A code from the app, or a backup code if the phone is not at hand. */
export function FactorField({ form, value: { text, backup }, onChange, error, first = false }: FactorFieldProps) {
  return (
    <Stack gap={8} align="flex-start">
      <CodeInput
        key={backup ? "backup" : "code"}
        w="100%"
        label={backup ? "Backup code" : "Code"}
        description={backup ? "One that you have not used yet" : "From the authenticator app"}
        letters={backup}
        autoComplete="off"
        value={text}
        onChange={(typed) => onChange({ text: typed, backup })}
        error={error}
        disabled={form.wait > 0}
        digits={backup ? 0 : administratorDigits}
        onWhole={(code) => form.submit({ factor: { text: code, backup: false } })}
        busy={form.busy}
        refused={form.error}
        autoFocus={backup}
        {...(first ? { "data-autofocus": true } : {})}
      />
      <Anchor component="button" type="button" size="sm" onClick={() => onChange({ text: "", backup: !backup })}>
        {backup ? "Use a code from the app instead" : "Use a backup code instead"}
      </Anchor>
    </Stack>
  );
}
