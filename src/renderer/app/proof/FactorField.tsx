import { Anchor, Stack } from "@mantine/core";
import { CodeInput } from "../../ui/CodeInput.tsx";
import type { ShownError } from "../../ui/ErrorNotice.tsx";
import { administratorDigits } from "../../ui/code-length.ts";
import type { Factor } from "./factor.ts";

interface FactorFieldProps {
  factor: Factor;
  onChange: (factor: Factor) => void;
  /** Gets the focus when the dialog opens. */
  first?: boolean;
  disabled: boolean;
  error: string | undefined;
  busy: boolean;
  /** Why the last attempt was refused. */
  refused: ShownError | null;
  /** Sends a complete code from the app. @returns false if something else is missing first */
  onWhole: (code: string) => boolean;
}

/** A code from the app, or a backup code if the phone is not at hand. */
export function FactorField(props: FactorFieldProps) {
  const { factor, onChange, first = false, disabled, error, busy, refused, onWhole } = props;
  const { text, backup } = factor;
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
        disabled={disabled}
        digits={backup ? 0 : administratorDigits}
        onWhole={onWhole}
        busy={busy}
        refused={refused}
        autoFocus={backup}
        {...(first ? { "data-autofocus": true } : {})}
      />
      <Anchor component="button" type="button" size="sm" onClick={() => onChange({ text: "", backup: !backup })}>
        {backup ? "Use a code from the app instead" : "Use a backup code instead"}
      </Anchor>
    </Stack>
  );
}
