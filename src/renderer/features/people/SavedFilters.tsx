import { ActionIcon, Group, Menu, Stack, Text, TextInput } from "@mantine/core";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { SavedFilter } from "#shared/contract/directory.ts";
import { say } from "#shared/texts/say.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { filterOf, type PeopleQuery, queryOf } from "./people-query.ts";
import { Modal } from "../../ui/Modal.tsx";

interface SavedFiltersProps {
  query: PeopleQuery;
  onChange: (query: PeopleQuery) => void;
}

/** Searches and filters that an administrator has saved under a name. */
export function SavedFilters({ query, onChange }: SavedFiltersProps) {
  const [open, setOpen] = useState<"save" | "delete" | null>(null);
  const { data, error } = useProcedure("filters.list", {});
  const saved = data?.filters ?? [];
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={260}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="Saved filters">
            <IconBookmark size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: "auto" }}>
          {saved.length === 0 && <Menu.Label>{error ? say(error.text) : "No saved filters yet"}</Menu.Label>}
          {saved.map((entry) => (
            <Menu.Item key={entry.id} onClick={() => onChange(queryOf(entry.filter, entry.sort))}>
              <span className="breakable">{entry.name}</span>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setOpen("save")}>Save this filter</Menu.Item>
          {saved.length > 0 && <Menu.Item onClick={() => setOpen("delete")}>Delete saved filters</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={open === "save"} onClose={() => setOpen(null)} title="Save this filter">
        <SaveForm query={query} taken={saved.map(({ name }) => name)} onClose={() => setOpen(null)} />
      </Modal>
      <Modal opened={open === "delete"} onClose={() => setOpen(null)} title="Saved filters">
        <DeleteList saved={saved} />
      </Modal>
    </>
  );
}

interface SaveFormProps {
  query: PeopleQuery;
  taken: readonly string[];
  onClose: () => void;
}

function SaveForm({ query, taken, onClose }: SaveFormProps) {
  const form = useContractForm({
    procedure: "filters.save",
    initial: { name: "" },
    input: ({ name }) => ({ name, filter: filterOf(query), sort: query.sort }),
    ready: ({ name }) => name.trim() !== "",
    onDone: onClose,
  });
  const replaces = taken.includes(form.values.name.trim());
  return (
    <DialogForm form={form} submitLabel={replaces ? "Replace" : "Save"} onCancel={onClose}>
      <TextInput
        label="Name"
        description="Saves the search, filters and sort order, for you only."
        data-autofocus
        autoComplete="off"
        maxLength={60}
        {...form.field("name")}
      />
      {replaces && <Text size="sm">This replaces the saved filter with this name.</Text>}
    </DialogForm>
  );
}

function DeleteList({ saved }: { saved: readonly SavedFilter[] }) {
  const remove = useAction("filters.delete");
  return (
    <Stack gap="sm">
      {saved.length === 0 && <Text c="dimmed">No saved filters.</Text>}
      {saved.map(({ id, name }) => (
        <Group key={id} justify="space-between" wrap="nowrap">
          <Text className="breakable">{name}</Text>
          <ActionIcon
            variant="subtle"
            aria-label={`Delete ${name}`}
            loading={remove.isPending && remove.input?.id === id}
            onClick={() => remove.mutate({ id })}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Group>
      ))}
      <ErrorNotice error={remove.error} />
    </Stack>
  );
}
