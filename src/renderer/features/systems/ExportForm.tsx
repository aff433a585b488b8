import { Group, List, PasswordInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { GroupId } from "#shared/model/ids.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import type { Export, WrittenFormat } from "./use-export.ts";

/** In what form, of whom, and what the form has to be told. */
export function ExportForm({ work }: { work: Export }) {
  const { formats, written, format } = work;
  return (
    <Stack gap="md">
      <ErrorNotice error={formats.error} onRetry={() => void formats.refetch()} />
      <Group gap="md" align="flex-end">
        <Select
          label={say(text("systems.form"))}
          placeholder={say(text("systems.formNone"))}
          data={written.map(({ id, title }) => ({ value: id, label: title }))}
          searchable
          w={340}
          value={format?.id ?? null}
          onChange={work.choose}
        />
        <GroupSelect group={work.group} onChange={work.chooseGroup} />
      </Group>
      {format && <Settings work={work} format={format} />}
      {format && <Warnings format={format} />}
    </Stack>
  );
}

function GroupSelect({ group, onChange }: { group: GroupId | null; onChange: (group: GroupId | null) => void }) {
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

function Settings({ work, format }: { work: Export; format: WrittenFormat }) {
  const { settings, set, run } = work;
  return format.writes.settings.map(({ name, label, usual, secret, choices }) => {
    const error = run.error?.fields?.[`settings.${name}`];
    const shared = {
      label: say(label),
      value: settings[name] ?? "",
      placeholder: usual ?? "",
      error: error && say(error),
      maw: 420,
      autoComplete: "off",
    };
    if (choices) {
      return (
        <Select
          key={name}
          label={shared.label}
          error={shared.error}
          maw={shared.maw}
          data={choices}
          value={settings[name] ?? usual}
          allowDeselect={false}
          onChange={(value) => set(name, value ?? "")}
        />
      );
    }
    return secret ? (
      <PasswordInput key={name} {...shared} onChange={({ currentTarget }) => set(name, currentTarget.value)} />
    ) : (
      <TextInput key={name} {...shared} onChange={({ currentTarget }) => set(name, currentTarget.value)} />
    );
  });
}

function Warnings({ format: { writes } }: { format: WrittenFormat }) {
  return (
    <>
      {writes.plain && (
        <Notice tone="wait" icon={<IconAlertTriangle size={18} />} title={say(text("systems.plainTitle"))}>
          <Text size="sm">{say(text("systems.plainWhat"))}</Text>
        </Notice>
      )}
      {writes.warnings.length > 0 && (
        <Notice tone="info" icon={<IconInfoCircle size={18} />} title={say(text("systems.warnings"))}>
          <List size="sm">
            {writes.warnings.map((warning) => (
              <List.Item key={warning.key}>{say(warning)}</List.Item>
            ))}
          </List>
        </Notice>
      )}
    </>
  );
}
