import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconFileExport } from "@tabler/icons-react";
import type { TargetState } from "#shared/contract/targets.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useMay } from "../../app/may.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { ProgressPanel } from "../../ui/ProgressPanel.tsx";
import { Section } from "../../ui/Section.tsx";
import { EncryptFor } from "./EncryptFor.tsx";
import { Warnings } from "./ExportForm.tsx";
import { SettingFields } from "./fields.tsx";
import { LeftOutTable } from "./LeftOutTable.tsx";
import { type HandOver, useHandOver } from "./use-hand-over.ts";
import { Written } from "./Written.tsx";

/** What differs between here and there, and the file that makes up for it. */
export function HandOverSection({ state }: { state: TargetState }) {
  const work = useHandOver(state.target);
  const { run } = work;
  return (
    <Section title={say(text("systems.handOver"))} description={say(text("systems.handOverWhat"))}>
      {run.isPending ? (
        <ProgressPanel title={say(text("systems.writing"))} progress={run.progress} onCancel={run.cancel} />
      ) : run.data && run.data.to !== null ? (
        <Written result={{ ...run.data, to: run.data.to }} onDone={run.reset} />
      ) : (
        <Stack gap="md">
          <Differences state={state} />
          {state.leftOut.length > 0 && <LeftOutTable rows={state.leftOut} />}
          <ErrorNotice error={work.formats.error ?? run.error ?? work.where.error} />
          <SettingFields of={work.asked} values={work.secrets} set={work.set} faults={run.error?.fields} />
          {work.format && <EncryptFor encryption={work.encryption} faults={run.error?.fields} />}
          {work.format && <Warnings format={work.format} encrypted={work.encryption.chosen.length > 0} />}
          <Actions work={work} state={state} />
        </Stack>
      )}
    </Section>
  );
}

function Differences({ state: { added, changed, counts } }: { state: TargetState }) {
  const differs = added + changed > 0;
  return (
    <Notice
      tone={differs || counts.leftOut > 0 ? "wait" : "good"}
      role="status"
      icon={<IconCircleCheck size={18} />}
      title={say(differs ? text("systems.differs", { added, changed }) : text("systems.same"))}
    >
      {counts.leftOut > 0 && <Text size="sm">{say(text("systems.cannotGo", { count: counts.leftOut }))}</Text>}
    </Notice>
  );
}

function Actions({ work, state: { target, added, changed } }: { work: HandOver; state: TargetState }) {
  const mayWrite = useMay("targets.handOver");
  if (!mayWrite || work.format === null) return null;
  const differs = added + changed > 0;
  return (
    <Group justify="flex-end" gap="sm">
      {target.exportedAt !== null && (
        <Button variant="default" loading={work.where.isPending} onClick={() => work.write("all")}>
          {say(text("systems.writeAll"))}
        </Button>
      )}
      <Button
        leftSection={<IconFileExport size={16} />}
        disabled={!differs}
        loading={work.where.isPending}
        onClick={() => work.write("changes")}
      >
        {say(text("systems.writeChanges"))}
      </Button>
    </Group>
  );
}
