import { useDebouncedValue } from "@mantine/hooks";

/** Milliseconds without a key press before what was typed is sent. */
const delay = 120;

/** What is typed, once no key was pressed for a moment. */
export const useSettled = <Value>(typed: Value): Value => useDebouncedValue(typed, delay)[0];
