import { Button, Group, Menu, TextInput } from "@mantine/core";
import { IconBookmark, IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import { type Act, ActDialog } from "../form/ActDialog.tsx";
import { DialogForm } from "../form/DialogForm.tsx";
import { useContractForm } from "../form/use-contract-form.ts";
import { ErrorNotice, type ShownError } from "../ui/ErrorNotice.tsx";
import { Modal } from "../ui/Modal.tsx";

/** The areas whose imports remember which column is which. */
type Remembering = "imports" | "seeds";

interface PresetsProps<Of extends Remembering> {
  of: Of;
  names: readonly string[];
  error: ShownError | null;
  /** What would be remembered now; null: nothing that can be. */
  made: Omit<InputOf<`${Of}.savePreset`>, "name"> | null;
  /** Name of the one that was filled in, or nothing. */
  suggestion: string;
  onApply: (name: string) => void;
}

/** Which column is which, remembered for recurring tables: filled in, kept under a name, forgotten. */
export function Presets<Of extends Remembering>({ of, names, error, made, suggestion, onApply }: PresetsProps<Of>) {
  const [saving, setSaving] = useState(false);
  const [forgetting, setForgetting] = useState<string | null>(null);
  return (
    <Group gap="sm">
      <ErrorNotice error={error} />
      {names.length > 0 && <PresetMenu names={names} onApply={onApply} onForget={setForgetting} />}
      <Button
        variant="default"
        size="compact-sm"
        disabled={made === null}
        title={made === null ? "Only columns with a heading can be remembered" : undefined}
        onClick={() => setSaving(true)}
      >
        Remember this mapping…
      </Button>
      <Modal opened={saving} onClose={() => setSaving(false)} title="Remember this mapping">
        {made && (
          <SavePreset of={of} made={made} taken={names} suggestion={suggestion} onClose={() => setSaving(false)} />
        )}
      </Modal>
      <ActDialog act={forgetting === null ? null : forgettingOf(of, forgetting)} onClose={() => setForgetting(null)} />
    </Group>
  );
}

interface PresetMenuProps {
  names: readonly string[];
  onApply: (name: string) => void;
  onForget: (name: string) => void;
}

function PresetMenu({ names, onApply, onForget }: PresetMenuProps) {
  return (
    <Menu position="bottom-end" portalProps={{ target: "#portals" }}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconBookmark size={16} />}
          rightSection={<IconChevronDown size={14} />}
        >
          Remembered
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Fill in from</Menu.Label>
        {names.map((name) => (
          <Menu.Item key={name} onClick={() => onApply(name)}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {names.map((name) => (
          <Menu.Item key={name} c="dimmed" onClick={() => onForget(name)}>
            Forget “{name}”
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface SavePresetProps<Of extends Remembering> {
  of: Of;
  made: Omit<InputOf<`${Of}.savePreset`>, "name">;
  taken: readonly string[];
  suggestion: string;
  onClose: () => void;
}

function SavePreset<Of extends Remembering>({ of, made, taken, suggestion, onClose }: SavePresetProps<Of>) {
  const form = useContractForm({
    procedure: `${of}.savePreset` as const,
    initial: { name: suggestion },
    input: ({ name }) => ({ ...made, name }) as InputOf<`${Of}.savePreset`>,
    ready: ({ name }) => name.trim() !== "",
    confirmation: (_, { name }) => ({
      title: "Remembered",
      message: `“${name}” is filled in for tables with these columns.`,
    }),
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Remember" onCancel={onClose}>
      <TextInput
        label="Name"
        description={
          taken.includes(form.values.name.trim())
            ? "This replaces the mapping with the same name."
            : "Where the table comes from, such as “Payroll export”"
        }
        data-autofocus
        autoComplete="off"
        maxLength={60}
        {...form.field("name")}
      />
    </DialogForm>
  );
}

const forgettingOf = (of: Remembering, name: string): Act => ({
  procedure: `${of}.deletePreset`,
  input: { name },
  title: `Forget “${name}”?`,
  consequences: ["It is no longer filled in for tables with its columns. The mapping on the screen stays."],
  confirmLabel: "Forget",
  destructive: true,
});
