import { Group, PasswordInput, TextInput } from "@mantine/core";
import type { TextFields } from "../../../form/use-contract-form.ts";

/** The access keys of a bucket. */
export function KeyFields({ field }: { field: TextFields<"keys.accessKeyId" | "keys.secretAccessKey"> }) {
  return (
    <Group gap="md" grow align="flex-start">
      <TextInput label="Access key" autoComplete="off" spellCheck={false} {...field("keys.accessKeyId")} />
      <PasswordInput label="Secret key" autoComplete="off" {...field("keys.secretAccessKey")} />
    </Group>
  );
}
