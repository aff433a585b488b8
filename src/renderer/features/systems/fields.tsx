import { Checkbox, type CheckboxProps, PasswordInput, Select, TextInput } from "@mantine/core";
import { GroupId } from "#shared/model/ids.ts";
import { say } from "#shared/texts/say.ts";
import { type Text, text } from "#shared/texts/text.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import type { WrittenFormat } from "./written-formats.ts";

interface FormatSelectProps {
  written: readonly WrittenFormat[];
  format: WrittenFormat | null;
  onChange: (id: string | null) => void;
}

/** In what form keys are written. */
export function FormatSelect({ written, format, onChange }: FormatSelectProps) {
  return (
    <Select
      label={say(text("systems.form"))}
      placeholder={say(text("systems.formNone"))}
      data={written.map(({ id, title }) => ({ value: id, label: title }))}
      searchable
      w={340}
      value={format?.id ?? null}
      onChange={onChange}
    />
  );
}

/** Whose keys; null: everybody's. */
export function GroupSelect({ group, onChange }: { group: GroupId | null; onChange: (group: GroupId | null) => void }) {
  const { data } = useProcedure("groups.list", {});
  return (
    <Select
      label={say(text("systems.group"))}
      placeholder={say(text("systems.groupAny"))}
      data={data?.groups.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
      searchable
      clearable
      clearButtonProps={{ "aria-label": say(text("systems.groupAny")) }}
      nothingFoundMessage={say(text("systems.groupNone"))}
      w={260}
      value={group}
      onChange={(value) => onChange(value === null ? null : GroupId.parse(value))}
    />
  );
}

/** Whether what people newly get is refused where the system could not hold it. */
export function MustFit(props: Pick<CheckboxProps, "checked" | "onChange" | "error">) {
  return <Checkbox label={say(text("systems.mustFit"))} description={say(text("systems.mustFitWhat"))} {...props} />;
}

type Setting = WrittenFormat["writes"]["settings"][number];

interface SettingFieldsProps {
  /** Those of a format, or some of them. */
  of: readonly Setting[];
  values: Readonly<Record<string, string>>;
  set: (name: string, value: string) => void;
  /** What was wrong with the last attempt, by field. */
  faults: Readonly<Record<string, Text>> | undefined;
}

/** What a format has to be told. */
export function SettingFields({ of: settings, values, set, faults = {} }: SettingFieldsProps) {
  return settings.map(({ name, label, usual, secret, choices }) => {
    const fault = faults[`settings.${name}`];
    const shared = { label: say(label), error: fault && say(fault), maw: 420 };
    if (choices) {
      return (
        <Select
          key={name}
          {...shared}
          data={choices}
          value={values[name] ?? usual}
          allowDeselect={false}
          onChange={(value) => set(name, value ?? "")}
        />
      );
    }
    const typed = { ...shared, value: values[name] ?? "", placeholder: usual ?? "", autoComplete: "off" };
    return secret ? (
      <PasswordInput key={name} {...typed} onChange={({ currentTarget }) => set(name, currentTarget.value)} />
    ) : (
      <TextInput key={name} {...typed} onChange={({ currentTarget }) => set(name, currentTarget.value)} />
    );
  });
}
