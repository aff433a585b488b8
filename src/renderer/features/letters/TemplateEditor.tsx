import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { LetterLanguage } from "#shared/contract/letters.ts";
import type { LetterTemplateId } from "#shared/model/ids.ts";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import { useMay } from "../../app/may.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { Section } from "../../ui/Section.tsx";
import { LogoField } from "./LogoField.tsx";
import { differs, draftOf, emptyDraft, type Template, type TemplateForm } from "./template-draft.ts";
import { TemplatePreview } from "./TemplatePreview.tsx";
import { TemplateTexts } from "./TemplateTexts.tsx";
import classes from "./Templates.module.css";
import { languageInWords } from "./words.ts";

interface TemplateEditorProps {
  /** null: a new template. */
  template: Template | null;
  /** Offers to delete it. */
  onDelete: (() => void) | undefined;
  /** A new template was saved. */
  onAdded: (id: LetterTemplateId) => void;
}

/** Edits a draft, and knows what is saved. */
function useDraft(template: Template | null, onAdded: (id: LetterTemplateId) => void) {
  const [saved, setSaved] = useState(template ? draftOf(template) : emptyDraft);
  const [added, setAdded] = useState<LetterTemplateId | null>(null);
  const form = useContractForm({
    procedure: "letters.saveTemplate",
    initial: saved,
    input: (draft) => (template ? { id: template.id, ...draft } : draft),
    onDone: (answer) => {
      setSaved(draftOf(answer));
      form.set(draftOf(answer));
      if (!template) setAdded(answer.id);
    },
  });
  // Only once the question about unsaved changes knows that there are none.
  useEffect(() => {
    if (added) onAdded(added);
  }, [added, onAdded]);
  return { form, changed: differs(form.values, saved), discard: () => form.set(saved) };
}

export function TemplateEditor({ template, onDelete, onAdded }: TemplateEditorProps) {
  const mayEdit = useMay("letters.saveTemplate");
  const mayPreview = useMay("letters.previewTemplate");
  const { form, changed, discard } = useDraft(template, onAdded);
  return (
    <div className={classes.editor}>
      <Section
        title={template?.name ?? "New template"}
        {...(mayEdit ? {} : { description: "Only owners can change templates." })}
      >
        <form {...form.element}>
          <Stack gap="md">
            <HeadFields form={form} readOnly={!mayEdit} />
            <LogoField {...form.field("logo")} readOnly={!mayEdit} />
            <TemplateTexts form={form} readOnly={!mayEdit} />
            <FormNotice form={form} />
            {mayEdit && (
              <Foot
                changed={changed}
                ready={form.values.name.trim() !== ""}
                saving={form.busy}
                onDiscard={discard}
                onDelete={onDelete}
              />
            )}
          </Stack>
        </form>
      </Section>
      {mayPreview && (
        <Section title="Preview">
          <TemplatePreview draft={form.values} />
        </Section>
      )}
      <AskBeforeLeaving
        when={changed}
        title="Leave without saving?"
        consequences={[`Your changes to ${template?.name ?? "the new template"} will be lost.`]}
        confirmLabel="Leave without saving"
      />
    </div>
  );
}

function HeadFields({ form, readOnly }: { form: TemplateForm; readOnly: boolean }) {
  return (
    <Group gap="md" align="flex-start" grow>
      <TextInput label="Name" maxLength={60} readOnly={readOnly} {...form.field("name")} />
      <Select
        label="Language"
        readOnly={readOnly}
        data={LetterLanguage.options.map((language) => ({ value: language, label: languageInWords[language] }))}
        value={form.values.language}
        onChange={(language) => language && form.set({ language })}
      />
    </Group>
  );
}

interface FootProps {
  changed: boolean;
  ready: boolean;
  saving: boolean;
  onDiscard: () => void;
  onDelete: (() => void) | undefined;
}

function Foot({ changed, ready, saving, onDiscard, onDelete }: FootProps) {
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed" role="status" mih={20}>
        {changed ? "Not saved yet" : ""}
      </Text>
      <Group gap="sm">
        {onDelete && (
          <Button variant="default" mr="auto" onClick={onDelete}>
            Delete
          </Button>
        )}
        <Button variant="default" ml="auto" disabled={!changed} onClick={onDiscard}>
          Undo changes
        </Button>
        <Button type="submit" loading={saving} disabled={!changed || !ready}>
          Save
        </Button>
      </Group>
    </Stack>
  );
}
