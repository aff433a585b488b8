import { Group, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { EncryptFor } from "./EncryptFor.tsx";
import { FormatSelect, GroupSelect, SettingFields } from "./fields.tsx";
import type { Export } from "./use-export.ts";
import type { WrittenFormat } from "./written-formats.ts";

/** In what form, of whom, and what the form has to be told. */
export function ExportForm({ work }: { work: Export }) {
  const { formats, written, format, encryption } = work;
  return (
    <Stack gap="md">
      <ErrorNotice error={formats.error} onRetry={() => void formats.refetch()} />
      <Group gap="md" align="flex-end">
        <FormatSelect written={written} format={format} onChange={work.choose} />
        <GroupSelect group={work.group} onChange={work.chooseGroup} />
      </Group>
      {format && (
        <SettingFields
          of={format.writes.settings}
          values={work.settings}
          set={work.set}
          faults={work.run.error?.fields}
        />
      )}
      {format && <EncryptFor encryption={encryption} faults={work.run.error?.fields} />}
      {format && <Warnings format={format} encrypted={encryption.chosen.length > 0} />}
    </Stack>
  );
}

/** What its readers have to know. */
export function Warnings({ format: { writes }, encrypted }: { format: WrittenFormat; encrypted: boolean }) {
  return (
    <>
      {writes.plain && !encrypted && (
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
