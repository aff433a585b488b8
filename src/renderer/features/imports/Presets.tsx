import { Button, Group, Menu, TextInput } from "@mantine/core";
import { IconBookmark, IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import type { CsvFacts, ImportPreset, Mapping } from "#shared/contract/exchange.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { headersOf } from "./mapping.ts";
import { Modal } from "../../ui/Modal.tsx";

interface PresetsProps {
  facts: CsvFacts;
  mapping: Mapping;
  onApply: (preset: ImportPreset) => void;
}

/** Mappings that are remembered for recurring tables. */
export function Presets({ facts, mapping, onApply }: PresetsProps) {
  const { data, error } = useProcedure("imports.presets", {});
  const [saving, setSaving] = useState(false);
  const [forgetting, setForgetting] = useState<string | null>(null);
  const presets = data?.presets ?? [];
  const headers = headersOf(mapping, facts.columns);
  const nothing = Object.keys(headers).length === 0;
  return (
    <Group gap="sm">
      <ErrorNotice error={error} />
      {presets.length > 0 && <PresetMenu presets={presets} onApply={onApply} onForget={setForgetting} />}
      <Button
        variant="default"
        size="compact-sm"
        disabled={nothing}
        title={nothing ? "Only columns with a heading can be remembered" : undefined}
        onClick={() => setSaving(true)}
      >
        Remember this mapping…
      </Button>
      <Modal opened={saving} onClose={() => setSaving(false)} title="Remember this mapping">
        <SavePreset
          headers={headers}
          taken={presets.map(({ name }) => name)}
          suggestion={facts.preset ?? ""}
          onClose={() => setSaving(false)}
        />
      </Modal>
      <ActDialog act={forgetting === null ? null : forgettingOf(forgetting)} onClose={() => setForgetting(null)} />
    </Group>
  );
}

interface PresetMenuProps {
  presets: readonly ImportPreset[];
  onApply: (preset: ImportPreset) => void;
  onForget: (name: string) => void;
}

function PresetMenu({ presets, onApply, onForget }: PresetMenuProps) {
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
        {presets.map((preset) => (
          <Menu.Item key={preset.name} onClick={() => onApply(preset)}>
            {preset.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {presets.map(({ name }) => (
          <Menu.Item key={name} c="dimmed" onClick={() => onForget(name)}>
            Forget “{name}”
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface SavePresetProps {
  headers: ImportPreset["headers"];
  taken: readonly string[];
  suggestion: string;
  onClose: () => void;
}

function SavePreset({ headers, taken, suggestion, onClose }: SavePresetProps) {
  const form = useContractForm({
    procedure: "imports.savePreset",
    initial: { name: suggestion },
    input: ({ name }) => ({ name, headers }),
    ready: ({ name }) => name.trim() !== "",
    confirmation: ({ name }) => ({
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

const forgettingOf = (name: string): Act => ({
  procedure: "imports.deletePreset",
  input: { name },
  title: `Forget “${name}”?`,
  consequences: ["It is no longer filled in for tables with its columns. The mapping on the screen stays."],
  confirmLabel: "Forget",
  destructive: true,
});
