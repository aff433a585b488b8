import { CloseButton, Combobox, type ComboboxStore, Loader, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue, useMergedRef } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type Ref, useEffect, useState } from "react";
import { useProcedure } from "../../ipc/hooks.ts";
import { nameOf, type Person } from "./checked.ts";
import { PeopleFound } from "./PeopleFound.tsx";

interface PersonPickerProps {
  person: Person | null;
  onChoose: (person: Person | null) => void;
  inputRef: Ref<HTMLInputElement>;
}

/** Milliseconds without a keystroke before the search is asked. */
const searchDelay = 120;

/** The first people that fit what is typed. */
function usePeopleFound(typed: string, searching: boolean) {
  const [settled] = useDebouncedValue(typed, searchDelay);
  const enabled = searching && settled !== "";
  const { data, isFetching } = useProcedure(
    "users.list",
    { search: settled, limit: 8, sort: "name" },
    { enabled, keepPrevious: true },
  );
  return { rows: enabled ? (data?.rows ?? []) : [], looking: enabled && isFetching, enabled };
}

/** Finds a person by a few letters; Enter takes the first. */
export function PersonPicker({ person, onChoose, inputRef }: PersonPickerProps) {
  const [typed, setTyped] = useState("");
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { rows, looking, enabled } = usePeopleFound(typed.trim(), person === null);
  const { selectFirstOption } = combobox;
  useEffect(() => {
    if (rows.length > 0) selectFirstOption();
  }, [rows, selectFirstOption]);

  const choose = (id: string) => {
    const chosen = rows.find((row) => row.id === id);
    if (!chosen) return;
    setTyped("");
    combobox.closeDropdown();
    onChoose(chosen);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Target>
        <PickerInput
          person={person}
          onChoose={onChoose}
          inputRef={inputRef}
          typed={typed}
          setTyped={setTyped}
          combobox={combobox}
          looking={looking}
        />
      </Combobox.Target>
      <PeopleFound rows={rows} hidden={!enabled} looking={looking} />
    </Combobox>
  );
}

interface PickerInputProps extends PersonPickerProps {
  typed: string;
  setTyped: (typed: string) => void;
  combobox: ComboboxStore;
  looking: boolean;
  /** From the combobox, like the attributes that are not named here. */
  ref?: Ref<HTMLInputElement>;
}

function PickerInput(props: PickerInputProps) {
  const { person, onChoose, inputRef, typed, setTyped, combobox, looking, ref, ...target } = props;
  const input = useMergedRef(ref, inputRef);
  const shown = person ? `${nameOf(person)} (${person.username})` : typed;
  const type = (next: string) => {
    // Editing the name of a chosen person begins a new search.
    setTyped(person && next.startsWith(shown.slice(0, -1)) ? "" : next);
    if (person) onChoose(null);
    combobox.openDropdown();
  };
  return (
    <TextInput
      {...target}
      ref={input}
      label="Person"
      size="md"
      placeholder="Name, username or e-mail"
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={
        person ? (
          <CloseButton size="sm" aria-label="Clear the choice" onClick={() => onChoose(null)} />
        ) : (
          looking && <Loader size={16} aria-label="Searching" />
        )
      }
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      autoFocus
      data-search
      value={shown}
      onChange={(event) => type(event.currentTarget.value)}
      onFocus={(event) => {
        if (person) event.currentTarget.select();
        else if (typed !== "") combobox.openDropdown();
      }}
      onBlur={() => combobox.closeDropdown()}
    />
  );
}
