import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Settings, Writing } from "../formats/format.ts";

/**
 * What a format is told, with what it usually takes where nothing is given.
 *
 * @throws AppError INVALID_INPUT with the fields `settings.NAME`
 */
export function settingsOf({ settings }: Writing, given: Settings): Settings {
  const fields: Record<string, Text> = {};
  const known = new Set(settings.map(({ name }) => name));
  for (const name of Object.keys(given)) {
    if (!known.has(name)) fields[`settings.${name}`] = text("targets.noSetting", { name, names: [...known] });
  }
  const told = settings.map(({ name, label, usual, refuses }): [string, string] => {
    const value = given[name] ?? usual;
    const why = value === null || value === "" ? text("targets.settingMissing", { label }) : (refuses?.(value) ?? null);
    if (why !== null && !(value === "" && usual === "")) fields[`settings.${name}`] = why;
    return [name, value ?? ""];
  });
  const [first] = Object.values(fields);
  if (first !== undefined) throw new AppError("INVALID_INPUT", { text: first, fields });
  return Object.fromEntries(told);
}
