import { Text } from "@mantine/core";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import type { TokenKind } from "#shared/model/records.ts";
import { CodeInput } from "../ui/CodeInput.tsx";
import type { Confirmation } from "../ui/notify.ts";
import { DialogForm } from "./DialogForm.tsx";
import { ReasonField } from "./ReasonField.tsx";
import { useContractForm } from "./use-contract-form.ts";

type Resync = "tokens.resyncFar" | "inventory.resync";

const empty = { first: "", second: "", third: "", reason: "" };
type ThreeCodes = typeof empty;

interface ThreeCodesFormProps<Name extends Resync> {
  kind: TokenKind;
  procedure: Name;
  /** Which authenticator. */
  of: Omit<InputOf<Name>, keyof ThreeCodes>;
  confirmation?: Confirmation;
  onDone: (output: OutputOf<Name>) => void;
  onCancel: () => void;
}

const fields = [
  ["first", "First code"],
  ["second", "Second code"],
  ["third", "Third code"],
] as const;

/** For an authenticator that is too far off for two codes. */
export function ThreeCodesForm<Name extends Resync>(props: ThreeCodesFormProps<Name>) {
  const { kind, procedure, of, confirmation, onDone, onCancel } = props;
  const form = useContractForm({
    procedure,
    initial: empty,
    input: (codes) => ({ ...of, ...codes }) as InputOf<Name>,
    ready: (typed) => Object.values(typed).every((value) => value.trim() !== ""),
    confirmation,
    onDone,
  });
  return (
    <DialogForm form={form} submitLabel="Resynchronise" onCancel={onCancel}>
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
          {...form.field(name)}
        />
      ))}
      <ReasonField {...form.field("reason")} />
    </DialogForm>
  );
}
