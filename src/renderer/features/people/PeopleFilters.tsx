import { CloseButton, Group, Kbd, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { enrolmentInWords, userStatusInWords } from "../../app/words.ts";
import type { PeopleQuery } from "./people-query.ts";

interface PeopleFiltersProps {
  query: PeopleQuery;
  onChange: (query: PeopleQuery) => void;
}

const any = "any";
type Choice<Value extends string> = { value: Value | typeof any; label: string };

const choices = <Value extends string>(words: Record<Value, string>, anyLabel: string) => [
  { value: any, label: anyLabel } satisfies Choice<Value>,
  ...(Object.keys(words) as Value[]).map((value): Choice<Value> => ({ value, label: words[value] })),
];

const statusChoices = choices(userStatusInWords, "Any status");
const enrolmentChoices = choices(enrolmentInWords, "Any enrolment");
const sortChoices: { value: PeopleQuery["sort"]; label: string }[] = [
  { value: "name", label: "By name" },
  { value: "username", label: "By username" },
  { value: "newest", label: "Newest first" },
];

export function PeopleFilters({ query, onChange }: PeopleFiltersProps) {
  return (
    <Group gap="sm" wrap="nowrap">
      <TextInput
        aria-label="Search people"
        placeholder="Search by name, username or e-mail"
        leftSection={<IconSearch size={17} aria-hidden />}
        rightSection={
          query.search === "" ? (
            <Kbd size="xs">/</Kbd>
          ) : (
            <CloseButton size="sm" aria-label="Clear the search" onClick={() => onChange({ ...query, search: "" })} />
          )
        }
        flex={1}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        value={query.search}
        data-search
        onChange={(event) => onChange({ ...query, search: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === "Escape") onChange({ ...query, search: "" });
          if (event.key === "ArrowDown") focusFirstRow(event);
        }}
      />
      <Select
        aria-label="Status"
        w={150}
        data={statusChoices}
        value={query.status ?? any}
        onChange={(value) => onChange({ ...query, status: value === any ? null : value })}
      />
      <Select
        aria-label="Enrolment"
        w={210}
        data={enrolmentChoices}
        value={query.enrolment ?? any}
        onChange={(value) => onChange({ ...query, enrolment: value === any ? null : value })}
      />
      <Select
        aria-label="Sort"
        w={150}
        data={sortChoices}
        value={query.sort}
        onChange={(value) => value && onChange({ ...query, sort: value })}
      />
    </Group>
  );
}

function focusFirstRow(event: React.KeyboardEvent): void {
  const link = document.querySelector<HTMLAnchorElement>('[role="row"] a');
  if (!link) return;
  event.preventDefault();
  link.focus();
}
