import { Group, Select } from "@mantine/core";
import { attentionInWords, enrolmentInWords, userStatusInWords } from "../../app/words.ts";
import { SearchField } from "../../ui/SearchField.tsx";
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
      <SearchField
        aria-label="Search people"
        placeholder="Name, e-mail, id, serial or group"
        className={classes.search ?? ""}
        maxLength={200}
        value={query.search}
        onChange={(search) => onChange({ ...query, search })}
        onKeyDown={(event) => event.key === "ArrowDown" && focusList(event)}
      />
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

/** Focuses the row where the Tab key would stop. */
function focusList(event: React.KeyboardEvent): void {
  const link = document.querySelector<HTMLAnchorElement>('[role="row"] a[tabindex="0"]');
  if (!link) return;
  event.preventDefault();
  link.focus();
}
