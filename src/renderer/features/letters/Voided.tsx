import { Text } from "@mantine/core";
import { voidedInWords } from "./words.ts";

interface VoidedProps {
  letters: number;
  when: "will become" | "became";
}

/** How many letters that may be on their way stop working; nothing if there are none. */
export function Voided({ letters, when }: VoidedProps) {
  const words = voidedInWords(letters, when);
  return words === null ? null : <Text fw={600}>{words}</Text>;
}
