import { Button, Group, Kbd, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { DateField } from "../../ui/DateField.tsx";
import { eventAreas } from "../../app/event-words.ts";
import { type AuditQuery, emptyQuery, isFiltered } from "./audit-query.ts";

interface AuditFiltersProps {
  query: AuditQuery;
  onChange: (query: AuditQuery) => void;
}

const everything = "all";

export function AuditFilters({ query, onChange }: AuditFiltersProps) {
  return (
    <Group gap="sm" align="flex-end">
      <TextInput
        label="Search"
        placeholder="A name or a detail"
        leftSection={<IconSearch size={17} aria-hidden />}
        rightSection={<Kbd size="xs">/</Kbd>}
        flex={1}
        miw={165}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        data-search
        value={query.search}
        onChange={(event) => onChange({ ...query, search: event.currentTarget.value })}
        onKeyDown={(event) => event.key === "Escape" && onChange({ ...query, search: "" })}
      />
      <Select
        label="Area"
        w={165}
        data={[{ value: everything, label: "All areas" }, ...eventAreas]}
        value={query.area ?? everything}
        onChange={(value) => onChange({ ...query, area: value === everything ? null : value })}
      />
      <TextInput
        label="Administrator"
        w={140}
        maxLength={128}
        autoComplete="off"
        spellCheck={false}
        value={query.actor}
        onChange={(event) => onChange({ ...query, actor: event.currentTarget.value })}
      />
      <DateField label="From" value={query.from} onChange={(from) => onChange({ ...query, from })} />
      <DateField label="To" value={query.to} onChange={(to) => onChange({ ...query, to })} />
      {isFiltered(query) && (
        <Button variant="default" flex="none" onClick={() => onChange(emptyQuery)}>
          Clear
        </Button>
      )}
    </Group>
  );
}
