import { Group, PasswordInput, TextInput } from "@mantine/core";
import { fieldError, type ShownError } from "../../../ui/ErrorNotice.tsx";

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

interface KeyFieldsProps {
  keys: Keys;
  onChange: (changes: Partial<Keys>) => void;
  error: ShownError | null;
}

export const keyFields = ["keys.accessKeyId", "keys.secretAccessKey"] as const;

/** The access keys of a bucket. */
export function KeyFields({ keys, onChange, error }: KeyFieldsProps) {
  return (
    <Group gap="md" grow align="flex-start">
      <TextInput
        label="Access key"
        autoComplete="off"
        spellCheck={false}
        value={keys.accessKeyId}
        error={fieldError(error, "keys.accessKeyId")}
        onChange={(event) => onChange({ accessKeyId: event.currentTarget.value })}
      />
      <PasswordInput
        label="Secret key"
        autoComplete="off"
        value={keys.secretAccessKey}
        error={fieldError(error, "keys.secretAccessKey")}
        onChange={(event) => onChange({ secretAccessKey: event.currentTarget.value })}
      />
    </Group>
  );
}
