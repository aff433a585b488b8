import { Text } from "@mantine/core";
import { voidedInWords } from "./words.ts";

interface VoidedProps {
  letters: number;
  when: "will become" | "became";
}

/** How many letters that may be in the post no longer work; nothing when there are none. */
export function Voided({ letters, when }: VoidedProps) {
  const words = voidedInWords(letters, when);
  return words === null ? null : <Text fw={600}>{words}</Text>;
}
