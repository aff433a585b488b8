import { CloseButton, Group, Kbd, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { attentionInWords, enrolmentInWords, userStatusInWords } from "../../app/words.ts";
import { GroupFilter } from "./GroupFilter.tsx";
import type { PeopleQuery } from "./people-query.ts";
import { SavedFilters } from "./SavedFilters.tsx";
import classes from "./PeopleFilters.module.css";

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
const attentionChoices = choices(attentionInWords, "With or without problems");
const sortChoices: { value: PeopleQuery["sort"]; label: string }[] = [
  { value: "name", label: "By name" },
  { value: "username", label: "By username" },
  { value: "newest", label: "Newest first" },
];

export function PeopleFilters({ query, onChange }: PeopleFiltersProps) {
  return (
    <Group gap="sm">
      <SearchField search={query.search} onChange={(search) => onChange({ ...query, search })} />
      <GroupFilter group={query.group} onChange={(group) => onChange({ ...query, group })} />
      <Select
        aria-label="Status"
        className={classes.narrow ?? ""}
        data={statusChoices}
        value={query.status ?? any}
        onChange={(value) => onChange({ ...query, status: value === any ? null : value })}
      />
      <Select
        aria-label="Enrolment"
        className={classes.wide ?? ""}
        data={enrolmentChoices}
        value={query.enrolment ?? any}
        onChange={(value) => onChange({ ...query, enrolment: value === any ? null : value })}
      />
      <Select
        aria-label="Needs attention"
        className={classes.wide ?? ""}
        data={attentionChoices}
        value={query.attention ?? any}
        onChange={(value) => onChange({ ...query, attention: value === any ? null : value })}
      />
      <Select
        aria-label="Sort"
        className={classes.narrow ?? ""}
        data={sortChoices}
        value={query.sort}
        onChange={(value) => value && onChange({ ...query, sort: value })}
      />
      <SavedFilters query={query} onChange={onChange} />
    </Group>
  );
}

function SearchField({ search, onChange }: { search: string; onChange: (search: string) => void }) {
  return (
    <TextInput
      aria-label="Search people"
      placeholder="Name, e-mail, id, serial or group"
      leftSection={<IconSearch size={17} aria-hidden />}
      rightSection={
        search === "" ? (
          <Kbd size="xs">/</Kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => onChange("")} />
        )
      }
      className={classes.search ?? ""}
      maxLength={200}
      autoComplete="off"
      spellCheck={false}
      value={search}
      data-search
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") onChange("");
        if (event.key === "ArrowDown") focusList(event);
      }}
    />
  );
}

/** Goes to the row where the Tab key would stop. */
function focusList(event: React.KeyboardEvent): void {
  const link = document.querySelector<HTMLAnchorElement>('[role="row"] a[tabindex="0"]');
  if (!link) return;
  event.preventDefault();
  link.focus();
}
