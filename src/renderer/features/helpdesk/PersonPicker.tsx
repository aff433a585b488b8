import { CloseButton, Combobox, Loader, Stack, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type Ref, useEffect, useState } from "react";
import { enrolmentInWords } from "../../app/words.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { nameOf, type Person } from "./checked.ts";
import classes from "./PersonPicker.module.css";

interface PersonPickerProps {
  person: Person | null;
  onChoose: (person: Person | null) => void;
  inputRef: Ref<HTMLInputElement>;
}

/** Milliseconds without a keystroke before the search is asked. */
const searchDelay = 120;

/** Finds a person by a few letters; Enter takes the first. */
export function PersonPicker({ person, onChoose, inputRef }: PersonPickerProps) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), searchDelay);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const searching = person === null && search !== "";
  const { data, isFetching } = useProcedure(
    "users.list",
    { search, limit: 8, sort: "name" },
    { enabled: searching, keepPrevious: true },
  );
  const shown = person ? `${nameOf(person)} (${person.username})` : typed;
  const rows = searching ? (data?.rows ?? []) : [];
  const first = rows[0]?.id;
  useEffect(() => {
    if (first !== undefined) combobox.selectFirstOption();
    // The combobox is a new object in each render; its actions are stable.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [first, data]);

  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        const chosen = rows.find((row) => row.id === id);
        if (!chosen) return;
        setTyped("");
        combobox.closeDropdown();
        onChoose(chosen);
      }}
    >
      <Combobox.Target>
        <TextInput
          ref={inputRef}
          label="Person"
          size="md"
          placeholder="Name, username or e-mail"
          leftSection={<IconSearch size={18} aria-hidden />}
          rightSection={
            person ? (
              <CloseButton size="sm" aria-label="Another person" onClick={() => onChoose(null)} />
            ) : (
              isFetching && <Loader size={16} aria-label="Searching" />
            )
          }
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          autoFocus
          data-search
          value={shown}
          onChange={(event) => {
            const next = event.currentTarget.value;
            // Editing the name of a chosen person begins a new search.
            setTyped(person && next.startsWith(shown.slice(0, -1)) ? "" : next);
            if (person) onChoose(null);
            combobox.openDropdown();
          }}
          onFocus={(event) => {
            if (person) event.currentTarget.select();
            else if (typed !== "") combobox.openDropdown();
          }}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!searching}>
        <Combobox.Options aria-label="People found">
          {rows.length === 0 && !isFetching && <Combobox.Empty>Nobody matches</Combobox.Empty>}
          {rows.map((row) => (
            <Combobox.Option key={row.id} value={row.id}>
              <Stack gap={0}>
                <Text size="sm" fw={600}>
                  {nameOf(row)}
                </Text>
                <Text size="xs" className={classes.facts ?? ""}>
                  {row.username}
                  {row.email && ` · ${row.email}`} ·{" "}
                  {row.status === "disabled" ? "Disabled" : enrolmentInWords[row.enrolment]}
                </Text>
              </Stack>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
