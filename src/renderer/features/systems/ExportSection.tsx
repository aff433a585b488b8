import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconListCheck } from "@tabler/icons-react";
import type { Preflight } from "#shared/contract/targets.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { ProgressPanel } from "../../ui/ProgressPanel.tsx";
import { Section } from "../../ui/Section.tsx";
import { ExportForm } from "./ExportForm.tsx";
import { LeftOutTable } from "./LeftOutTable.tsx";
import { type Export, useExport } from "./use-export.ts";
import { Written } from "./Written.tsx";

/** Hands keys to another system: what fits is said before anything is written. */
export function ExportSection() {
  const work = useExport();
  const { preflight, run } = work;
  return (
    <Section title={say(text("systems.exportTitle"))} description={say(text("systems.exportWhat"))}>
      {run.isPending ? (
        <ProgressPanel title={say(text("systems.writing"))} progress={run.progress} onCancel={run.cancel} />
      ) : run.data ? (
        <Written result={run.data} onDone={work.done} />
      ) : preflight.isPending ? (
        <ProgressPanel
          title={say(text("systems.checkingFit"))}
          progress={preflight.progress}
          onCancel={preflight.cancel}
        />
      ) : (
        <Stack gap="md">
          <ExportForm work={work} />
          <ErrorNotice error={preflight.error ?? run.error ?? work.where.error} onRetry={work.check} />
          {preflight.data && <Fit report={preflight.data} />}
          <Actions work={work} />
        </Stack>
      )}
    </Section>
  );
}

function Actions({ work }: { work: Export }) {
  const { format, preflight, where } = work;
  const fits = preflight.data !== undefined && preflight.data.sums.go > 0;
  return (
    <Group justify="flex-end" gap="sm">
      <Button
        variant={fits ? "default" : "filled"}
        leftSection={<IconListCheck size={16} />}
        disabled={format === null}
        onClick={work.check}
      >
        {say(text("systems.check"))}
      </Button>
      {fits && (
        <Button loading={where.isPending} onClick={work.save}>
          {say(text("systems.write"))}
        </Button>
      )}
    </Group>
  );
}

/** What goes, and what does not and why. */
function Fit({ report: { sums, leftOut } }: { report: Preflight }) {
  return (
    <Stack gap="sm">
      <Notice
        tone={sums.leftOut > 0 ? "wait" : "good"}
        role="status"
        icon={<IconCircleCheck size={18} />}
        title={say(text("systems.fits", { go: sums.go, people: sums.people }))}
      >
        <Text size="sm">
          {say(sums.leftOut > 0 ? text("systems.fitsNot", { count: sums.leftOut }) : text("systems.fitsAll"))}
        </Text>
      </Notice>
      {leftOut.length > 0 && <LeftOutTable rows={leftOut} />}
    </Stack>
  );
}
