import { Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { insertAt, placeholders, type TemplateForm, type TextField } from "./template-draft.ts";

type Input = HTMLInputElement | HTMLTextAreaElement;

const fieldInWords: Record<TextField, string> = {
  title: "Title",
  introduction: "Introduction",
  closing: "Closing",
};

interface TemplateTextsProps {
  form: TemplateForm;
  readOnly: boolean;
}

/** The owner's texts, with buttons for placeholders. */
export function TemplateTexts({ form, readOnly }: TemplateTextsProps) {
  const inputs = useRef<Partial<Record<TextField, Input | null>>>({});
  const [target, setTarget] = useState<TextField>("introduction");
  const insert = (placeholder: string) => {
    const input = inputs.current[target];
    const present = form.values[target];
    const start = input?.selectionStart ?? present.length;
    const { text, caret } = insertAt(present, placeholder, start, input?.selectionEnd ?? start);
    flushSync(() => form.set({ [target]: text }));
    input?.focus();
    input?.setSelectionRange(caret, caret);
  };
  const bind = (field: TextField) => ({
    label: fieldInWords[field],
    ...form.field(field),
    readOnly,
    ref: (input: Input | null) => {
      inputs.current[field] = input;
    },
    onFocus: () => setTarget(field),
  });
  return (
    <Stack gap="md">
      <TextInput
        {...bind("title")}
        description="Leave blank for the default title in the letter's language"
        maxLength={120}
      />
      <Textarea
        {...bind("introduction")}
        description="Before the steps. Leave blank for the default text"
        maxLength={2000}
        autosize
        minRows={3}
        maxRows={10}
      />
      <Textarea
        {...bind("closing")}
        description="After the steps, such as whom to ask for help"
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={10}
      />
      {!readOnly && (
        <Group gap={6} role="group" aria-label="Placeholders">
          <Text size="sm">{`Insert into “${fieldInWords[target]}”:`}</Text>
          {placeholders.map((placeholder) => (
            <Button
              key={placeholder}
              variant="default"
              size="compact-xs"
              aria-label={`Insert ${placeholder}`}
              onClick={() => insert(placeholder)}
            >
              {placeholder}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}
