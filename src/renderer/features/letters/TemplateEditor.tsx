import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { LetterLanguage } from "#shared/contract/letters.ts";
import type { LetterTemplateId } from "#shared/model/ids.ts";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import { useMay } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { LogoField } from "./LogoField.tsx";
import { differs, draftOf, emptyDraft, type Template, type TemplateDraft } from "./template-draft.ts";
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

/** Keeps the edited draft and the saved version. */
function useDraft(template: Template | null, onAdded: (id: LetterTemplateId) => void) {
  const [saved, setSaved] = useState(template ? draftOf(template) : emptyDraft);
  const [draft, setDraft] = useState(saved);
  const [added, setAdded] = useState<LetterTemplateId | null>(null);
  const save = useAction("letters.saveTemplate");
  const submit = () =>
    save.mutate(template ? { id: template.id, ...draft } : draft, {
      onSuccess: (answer) => {
        setSaved(draftOf(answer));
        setDraft(draftOf(answer));
        if (!template) setAdded(answer.id);
      },
    });
  // Only once the question about unsaved changes knows that there are none.
  useEffect(() => {
    if (added) onAdded(added);
  }, [added, onAdded]);
  return { draft, setDraft, submit, save, changed: differs(draft, saved), discard: () => setDraft(saved) };
}

export function TemplateEditor({ template, onDelete, onAdded }: TemplateEditorProps) {
  const mayEdit = useMay("letters.saveTemplate");
  const mayPreview = useMay("letters.previewTemplate");
  const { draft, setDraft, submit, save, changed, discard } = useDraft(template, onAdded);
  return (
    <div className={classes.editor}>
      <Section
        title={template?.name ?? "New template"}
        {...(mayEdit ? {} : { description: "Only owners can change templates." })}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Stack gap="md">
            <HeadFields
              draft={draft}
              onChange={setDraft}
              readOnly={!mayEdit}
              nameError={fieldError(save.error, "name")}
            />
            <LogoField logo={draft.logo} onChange={(logo) => setDraft({ ...draft, logo })} readOnly={!mayEdit} />
            <TemplateTexts
              draft={draft}
              onChange={setDraft}
              readOnly={!mayEdit}
              errorOf={(field) => fieldError(save.error, field)}
            />
            <ErrorNotice error={save.error} onRetry={submit} marked={["name", "title", "introduction", "closing"]} />
            {mayEdit && (
              <Foot
                changed={changed}
                ready={draft.name.trim() !== ""}
                saving={save.isPending}
                onDiscard={discard}
                onDelete={onDelete}
              />
            )}
          </Stack>
        </form>
      </Section>
      {mayPreview && (
        <Section title="Preview">
          <TemplatePreview draft={draft} />
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

interface HeadFieldsProps {
  draft: TemplateDraft;
  onChange: (draft: TemplateDraft) => void;
  readOnly: boolean;
  nameError: string | undefined;
}

function HeadFields({ draft, onChange, readOnly, nameError }: HeadFieldsProps) {
  return (
    <Group gap="md" align="flex-start" grow>
      <TextInput
        label="Name"
        maxLength={60}
        readOnly={readOnly}
        value={draft.name}
        error={nameError}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <Select
        label="Language"
        readOnly={readOnly}
        data={LetterLanguage.options.map((language) => ({ value: language, label: languageInWords[language] }))}
        value={draft.language}
        onChange={(language) => language && onChange({ ...draft, language })}
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
