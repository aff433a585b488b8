import { text, type Text } from "#shared/texts/text.ts";
import type { Setting } from "./format.ts";

/** One of several. @param usual the first of them */
export const choice = (name: string, label: Text, options: readonly [string, ...string[]]): Setting => ({
  name,
  label,
  usual: options[0],
  secret: false,
  choices: options,
  refuses: (value) => (options.includes(value) ? null : text("formats.noSuchChoice", { choices: [...options] })),
});

/** Some words, which may be none. */
export const words = (name: string, label: Text): Setting => ({ name, label, usual: "", secret: false });
