import { Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { TokenKind } from "#shared/model/records.ts";
import { CodeInput } from "./CodeInput.tsx";
import { DialogForm } from "./DialogForm.tsx";
import { fieldError, type ShownError } from "./ErrorNotice.tsx";

export interface ThreeCodes {
  first: string;
  second: string;
  third: string;
  reason: string;
}

interface ThreeCodesFormProps {
  kind: TokenKind;
  busy: boolean;
  error: ShownError | null;
  onSubmit: (codes: ThreeCodes) => void;
  onCancel: () => void;
}

const empty: ThreeCodes = { first: "", second: "", third: "", reason: "" };

const fields = [
  ["first", "First code"],
  ["second", "Second code"],
  ["third", "Third code"],
] as const;

/** For an authenticator that is too far off for two codes. */
export function ThreeCodesForm({ kind, busy, error, onSubmit, onCancel }: ThreeCodesFormProps) {
  const [typed, setTyped] = useState(empty);
  const set = (change: Partial<ThreeCodes>) => setTyped((before) => ({ ...before, ...change }));
  return (
    <DialogForm
      submitLabel="Resynchronise"
      complete={[typed.first, typed.second, typed.third, typed.reason].every((value) => value.trim() !== "")}
      busy={busy}
      error={error}
      marked={[...fields.map(([name]) => name), "reason"]}
      retry={false}
      onSubmit={() => onSubmit(typed)}
      onCancel={onCancel}
    >
      <Text>
        {kind === "totp"
          ? "Enter three codes in a row, each as soon as it appears. They cannot be used again."
          : "Press the button three times and enter the three codes in order. They cannot be used again."}
      </Text>
      {fields.map(([name, label]) => (
        <CodeInput
          key={name}
          label={label}
          {...(name === "first" ? { "data-autofocus": true } : {})}
          value={typed[name]}
          error={fieldError(error, name)}
          onChange={(code) => set({ [name]: code })}
        />
      ))}
      <TextInput
        label="Reason"
        description="Recorded in the audit log"
        autoComplete="off"
        maxLength={300}
        value={typed.reason}
        error={fieldError(error, "reason")}
        onChange={(event) => set({ reason: event.currentTarget.value })}
      />
    </DialogForm>
  );
}
