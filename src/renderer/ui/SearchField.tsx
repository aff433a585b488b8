import { CloseButton, Kbd, TextInput, type TextInputProps } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { Ref } from "react";

interface SearchFieldProps extends Omit<TextInputProps, "value" | "onChange" | "rightSection"> {
  /** Names the field. */
  "aria-label": string;
  value: string;
  onChange: (search: string) => void;
  ref?: Ref<HTMLInputElement>;
}

/** The search of a page's list: `/` leads to it, Escape clears it. */
export function SearchField({ value, onChange, onKeyDown, ...rest }: SearchFieldProps) {
  return (
    <TextInput
      leftSection={<IconSearch size={17} aria-hidden />}
      rightSection={
        value === "" ? (
          <Kbd size="xs">/</Kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => onChange("")} />
        )
      }
      maxLength={100}
      autoComplete="off"
      spellCheck={false}
      data-search
      {...rest}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") onChange("");
        onKeyDown?.(event);
      }}
    />
  );
}
