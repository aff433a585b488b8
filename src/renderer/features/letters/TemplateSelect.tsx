import { Select } from "@mantine/core";
import { LetterTemplateId } from "#shared/model/ids.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { languageInWords } from "./words.ts";

interface TemplateSelectProps {
  /** null: the first template. */
  value: LetterTemplateId | null;
  onChange: (id: LetterTemplateId) => void;
}

export function TemplateSelect({ value, onChange }: TemplateSelectProps) {
  const { data } = useProcedure("letters.templates", {});
  const templates = data?.templates ?? [];
  return (
    <Select
      label="Template"
      description="The text around the QR code"
      maw={420}
      data={templates.map(({ id, name, language }) => ({ value: id, label: `${name} (${languageInWords[language]})` }))}
      value={value ?? templates[0]?.id ?? null}
      onChange={(chosen) => {
        const id = LetterTemplateId.safeParse(chosen);
        if (id.success) onChange(id.data);
      }}
    />
  );
}
