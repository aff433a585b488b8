import { Select } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { usePeopleFound } from "../../app/people-found.ts";
import { Waiting } from "../../ui/Loading.tsx";

export type Person = OutputOf<"users.list">["rows"][number];

const labelOf = ({ name, username }: Person): string => (name === "" ? username : `${name} (${username})`);

interface PersonSelectProps {
  person: Person | null;
  onChoose: (person: Person | null) => void;
}

/** Finds an active person by a few letters. The list is the console's answer; nothing is filtered here. */
export function PersonSelect({ person, onChoose }: PersonSelectProps) {
  const [typed, setTyped] = useState("");
  const { rows, fresh, enabled } = usePeopleFound(typed, {
    status: "active",
    wanted: (text) => person === null || text !== labelOf(person),
  });
  // An answer to a shorter text is not offered: Enter would choose somebody else.
  const found = fresh ? rows : [];
  const offered = person && !found.some(({ id }) => id === person.id) ? [person, ...found] : found;
  return (
    <Select
      label="Person"
      placeholder="Name, username or e-mail"
      searchable
      clearable
      data-autofocus
      maxLength={200}
      data={offered.map((row) => ({ value: row.id, label: labelOf(row) }))}
      filter={({ options }) => options}
      nothingFoundMessage={typed.trim() === "" ? "Type a few letters" : fresh ? "Nobody matches" : "Searching"}
      rightSection={enabled && !fresh ? <Waiting size={16} label="Searching" /> : undefined}
      searchValue={typed}
      onSearchChange={setTyped}
      value={person?.id ?? null}
      onChange={(id) => onChoose(offered.find((row) => row.id === id) ?? null)}
    />
  );
}
