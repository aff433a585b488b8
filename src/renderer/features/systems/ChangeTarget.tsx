import { Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import type { Target } from "#shared/contract/targets.ts";
import type { GroupId } from "#shared/model/ids.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { Modal } from "../../ui/Modal.tsx";
import { GroupSelect, MustFit, SettingFields } from "./fields.tsx";
import { filledIn, useWrittenFormats } from "./written-formats.ts";

interface ChangeTargetProps {
  target: Target;
  opened: boolean;
  onClose: () => void;
}

/** What a system is called here, whose authenticators go there, and what its form is told. */
export function ChangeTarget({ target, opened, onClose }: ChangeTargetProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={say(text("systems.changeOf", { name: target.name }))}>
      <ChangeForm target={target} onClose={onClose} />
    </Modal>
  );
}

interface Values {
  name: string;
  group: GroupId | null;
  mustFit: boolean;
  settings: Record<string, string>;
}

const valuesOf = ({ name, group, mustFit, settings }: Target): Values => ({
  name,
  group: group?.id ?? null,
  mustFit,
  settings: { ...settings },
});

/** Only what differs: what somebody else changes meanwhile is none of this form's business. */
function changesOf(seen: Target, { name, group, mustFit, settings }: Values): InputOf<"targets.change"> {
  const told = filledIn(settings);
  const isSame = Object.keys({ ...told, ...seen.settings }).every((key) => told[key] === seen.settings[key]);
  return {
    id: seen.id,
    version: seen.version,
    ...(name === seen.name ? {} : { name }),
    ...(group === (seen.group?.id ?? null) ? {} : { group }),
    ...(mustFit === seen.mustFit ? {} : { mustFit }),
    ...(isSame ? {} : { settings: told }),
  };
}

function ChangeForm({ target, onClose }: Omit<ChangeTargetProps, "opened">) {
  // As it was when the form was opened: the page behind it follows what others change.
  const [seen] = useState(target);
  const { written } = useWrittenFormats();
  const form = useContractForm({
    procedure: "targets.change",
    initial: valuesOf(seen),
    input: (values) => changesOf(seen, values),
    ready: ({ name }) => name.trim() !== "",
    onDone: onClose,
  });
  const kept = written.find(({ id }) => id === seen.format)?.writes.settings.filter(({ secret }) => !secret) ?? [];
  return (
    <DialogForm form={form} submitLabel={say(text("systems.save"))} onCancel={onClose}>
      <TextInput
        label={say(text("systems.name"))}
        description={say(text("systems.nameWhat"))}
        required
        data-autofocus
        autoComplete="off"
        maxLength={60}
        {...form.field("name")}
      />
      <GroupSelect group={form.values.group} onChange={(group) => form.set({ group })} />
      <SettingFields
        of={kept}
        values={form.values.settings}
        set={(name, value) => form.set({ settings: { ...form.values.settings, [name]: value } })}
        faults={form.error?.fields}
      />
      <MustFit {...form.checkbox("mustFit")} />
      <Text size="sm" c="dimmed">
        {say(text("systems.changeKeeps"))}
      </Text>
    </DialogForm>
  );
}
