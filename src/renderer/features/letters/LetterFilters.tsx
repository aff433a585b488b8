import { CloseButton, Group, Kbd, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { LetterState } from "#shared/contract/letters.ts";
import { stateInWords } from "./words.ts";

export interface LetterQuery {
  search: string;
  state: LetterState | null;
}

const any = "any";
const stateChoices = [
  { value: any, label: "Any state" },
  ...LetterState.options.map((state) => ({ value: state, label: stateInWords[state] })),
];

interface LetterFiltersProps {
  query: LetterQuery;
  onChange: (query: LetterQuery) => void;
}

export function LetterFilters({ query, onChange }: LetterFiltersProps) {
  const search = (text: string) => onChange({ ...query, search: text });
  return (
    <Group gap="sm">
      <TextInput
        aria-label="Search letters"
        placeholder="Search by the beginning of a serial or username"
        leftSection={<IconSearch size={17} aria-hidden />}
        rightSection={
          query.search === "" ? (
            <Kbd size="xs">/</Kbd>
          ) : (
            <CloseButton size="sm" aria-label="Clear the search" onClick={() => search("")} />
          )
        }
        flex={1}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        data-search
        value={query.search}
        onChange={(event) => search(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && search("")}
      />
      <Select
        aria-label="State"
        w={180}
        data={stateChoices}
        value={query.state ?? any}
        onChange={(value) => onChange({ ...query, state: LetterState.safeParse(value).data ?? null })}
      />
    </Group>
  );
}
