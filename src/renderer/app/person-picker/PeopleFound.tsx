import { Combobox, Stack, Text } from "@mantine/core";
import { enrolmentInWords, userStatusInWords } from "../words.ts";
import { nameOf, type Person } from "./person.ts";
import classes from "./PeopleFound.module.css";

interface PeopleFoundProps {
  rows: readonly Person[];
  hidden: boolean;
  looking: boolean;
}

const stateOf = ({ status, enrolment }: Person): string =>
  status === "active" ? enrolmentInWords[enrolment] : userStatusInWords[status];

/** Distinguishes people with the same name. */
const factsOf = (person: Person): string =>
  [person.username, person.email, person.externalId, stateOf(person)].filter((fact) => fact !== "").join(" · ");

export function PeopleFound({ rows, hidden, looking }: PeopleFoundProps) {
  return (
    <Combobox.Dropdown hidden={hidden}>
      <Combobox.Options aria-label="People found">
        {rows.length === 0 && !looking && <Combobox.Empty>Nobody matches</Combobox.Empty>}
        {rows.map((row) => (
          <Combobox.Option key={row.id} value={row.id}>
            <Stack gap={0}>
              <Text size="sm" fw={600}>
                {nameOf(row)}
              </Text>
              <Text size="xs" className={classes.facts ?? ""}>
                {factsOf(row)}
              </Text>
            </Stack>
          </Combobox.Option>
        ))}
      </Combobox.Options>
    </Combobox.Dropdown>
  );
}
