import { TextInput } from "@mantine/core";
import { useNavigate } from "react-router";
import type { GroupId } from "#shared/model/ids.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { Modal } from "../../ui/Modal.tsx";
import { FormatSelect, GroupSelect, MustFit, SettingFields } from "./fields.tsx";
import { filledIn, useWrittenFormats } from "./written-formats.ts";

interface AddTargetProps {
  opened: boolean;
  onClose: () => void;
}

/** Remembers a system: what it is called here, what it reads, and whose authenticators go there. */
export function AddTarget({ opened, onClose }: AddTargetProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={say(text("systems.add"))}>
      <AddForm onClose={onClose} />
    </Modal>
  );
}

interface Values {
  name: string;
  format: string | null;
  group: GroupId | null;
  mustFit: boolean;
  settings: Record<string, string>;
}

const nothing: Values = { name: "", format: null, group: null, mustFit: false, settings: {} };

function AddForm({ onClose }: Omit<AddTargetProps, "opened">) {
  const { written } = useWrittenFormats();
  const navigate = useNavigate();
  const form = useContractForm({
    procedure: "targets.add",
    initial: nothing,
    input: ({ name, format, group, mustFit, settings }: Values) =>
      format === null
        ? null
        : { name, format, settings: filledIn(settings), mustFit, ...(group === null ? {} : { group }) },
    ready: ({ name }) => name.trim() !== "",
    onDone: ({ id }) => {
      onClose();
      void navigate(`/systems/${id}`);
    },
  });
  const format = written.find(({ id }) => id === form.values.format) ?? null;
  // Secrets are kept nowhere: they are asked for with each export.
  const kept = format?.writes.settings.filter(({ secret }) => !secret) ?? [];
  return (
    <DialogForm form={form} submitLabel={say(text("systems.add"))} onCancel={onClose}>
      <TextInput
        label={say(text("systems.name"))}
        description={say(text("systems.nameWhat"))}
        required
        data-autofocus
        autoComplete="off"
        maxLength={60}
        {...form.field("name")}
      />
      <FormatSelect written={written} format={format} onChange={(id) => form.set({ format: id, settings: {} })} />
      <GroupSelect group={form.values.group} onChange={(group) => form.set({ group })} />
      <SettingFields
        of={kept}
        values={form.values.settings}
        set={(name, value) => form.set({ settings: { ...form.values.settings, [name]: value } })}
        faults={form.error?.fields}
      />
      <MustFit {...form.checkbox("mustFit")} />
    </DialogForm>
  );
}
