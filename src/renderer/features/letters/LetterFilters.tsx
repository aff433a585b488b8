import { Group, Select } from "@mantine/core";
import { LetterState } from "#shared/contract/letters.ts";
import { SearchField } from "../../ui/SearchField.tsx";
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
  return (
    <Group gap="sm">
      <SearchField
        aria-label="Search letters"
        placeholder="Search by the beginning of a serial or username"
        flex={1}
        value={query.search}
        onChange={(search) => onChange({ ...query, search })}
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
