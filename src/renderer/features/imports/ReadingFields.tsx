import { Button, Group, Select } from "@mantine/core";
import { type CsvFacts, Delimiter, Encoding } from "#shared/contract/exchange.ts";
import { delimiterInWords } from "../../app/table-words.ts";
import { type Reading, readingOf } from "./draft.ts";
import { encodingInWords } from "./words.ts";

const headerChoices = [
  { value: "names", label: "Names the columns" },
  { value: "person", label: "Is a person already" },
];

interface ReadingFieldsProps {
  facts: CsvFacts;
  busy: boolean;
  onChange: (reading: Reading) => void;
}

/** What was found out about the file. Each change reads its beginning again. */
export function ReadingFields({ facts, busy, onChange }: ReadingFieldsProps) {
  const change = (part: Reading) => onChange({ ...readingOf(facts), ...part });
  return (
    <Group gap="md" align="flex-end">
      <Select
        label="Encoding"
        description="Change it if letters look wrong below"
        disabled={busy}
        data={Encoding.options.map((value) => ({ value, label: encodingInWords[value] }))}
        value={facts.encoding}
        onChange={(encoding) => encoding && change({ encoding })}
      />
      <Select
        label="Between the cells"
        description="Change it if cells run together"
        disabled={busy}
        data={Delimiter.options.map((value) => ({ value, label: delimiterInWords[value] }))}
        value={facts.delimiter}
        onChange={(delimiter) => delimiter && change({ delimiter })}
      />
      <Select
        label="First row"
        description="Change it if it is not a heading"
        disabled={busy}
        data={headerChoices}
        value={facts.header ? "names" : "person"}
        onChange={(value) => change({ header: value === "names" })}
      />
      <Button variant="subtle" disabled={busy} onClick={() => onChange({})}>
        Find out again
      </Button>
    </Group>
  );
}
