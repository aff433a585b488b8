import { CloseButton, Combobox, type ComboboxStore, TextInput, useCombobox } from "@mantine/core";
import { useMergedRef } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEventHandler, type Ref, useEffect, useEffectEvent, useRef, useState } from "react";
import { usePeopleFound } from "../people-found.ts";
import { Waiting } from "../../ui/Loading.tsx";
import { PeopleFound } from "./PeopleFound.tsx";
import { nameOf, type Person } from "./person.ts";

interface PersonPickerProps {
  person: Person | null;
  onChoose: (person: Person | null) => void;
  inputRef: Ref<HTMLInputElement>;
}

/**
 * Finds a person by a few letters. Enter chooses the only person who can be meant, never from the answer to a shorter
 * text; if there are several, it opens the list for a choice with the arrow keys.
 */
export function PersonPicker({ person, onChoose, inputRef }: PersonPickerProps) {
  const [typed, setTyped] = useState("");
  const enterWaits = useRef(false);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { selectFirstOption, resetSelectedOption, openDropdown } = combobox;
  const { rows, clear, fresh, enabled } = usePeopleFound(typed, { wanted: () => person === null });

  const choose = (chosen: Person | undefined) => {
    enterWaits.current = false;
    if (!chosen) return;
    setTyped("");
    combobox.closeDropdown();
    onChoose(chosen);
  };
  const onFresh = useEffectEvent(() => {
    if (enterWaits.current && clear) choose(clear);
    else if (clear) selectFirstOption();
    enterWaits.current = false;
  });
  useEffect(() => {
    if (fresh) onFresh();
    else resetSelectedOption();
  }, [fresh, resetSelectedOption]);

  return (
    <Combobox store={combobox} onOptionSubmit={(id) => choose(rows.find((row) => row.id === id))}>
      <Combobox.Target>
        <PickerInput
          person={person}
          onChoose={onChoose}
          inputRef={inputRef}
          typed={typed}
          setTyped={(next) => {
            enterWaits.current = false;
            setTyped(next);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || person !== null || typed.trim() === "") return;
            if (!fresh) enterWaits.current = true;
            openDropdown();
          }}
          combobox={combobox}
          looking={enabled && !fresh}
        />
      </Combobox.Target>
      <PeopleFound rows={rows} hidden={!enabled} looking={!fresh} />
    </Combobox>
  );
}

interface PickerInputProps extends PersonPickerProps {
  typed: string;
  setTyped: (typed: string) => void;
  combobox: ComboboxStore;
  looking: boolean;
  onKeyDown: KeyboardEventHandler;
  /** From the combobox, like the attributes that are not named here. */
  ref?: Ref<HTMLInputElement>;
}

function PickerInput(props: PickerInputProps) {
  const { person, onChoose, inputRef, typed, setTyped, combobox, looking, ref, ...target } = props;
  const input = useMergedRef(ref, inputRef);
  const shown = person ? `${nameOf(person)} (${person.username})` : typed;
  const type = (next: string) => {
    // Editing the chosen person's name starts a new search.
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
      placeholder="Name, username, e-mail or id"
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={
        person ? (
          <CloseButton size="sm" aria-label="Clear the choice" onClick={() => onChoose(null)} />
        ) : (
          looking && <Waiting size={16} label="Searching" />
        )
      }
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      autoFocus
      data-autofocus
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
