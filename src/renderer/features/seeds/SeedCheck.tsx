import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import type { SeedReport } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { nameOfFile } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { SeedResults } from "./SeedResults.tsx";
import type { Seeds } from "./use-seeds.ts";

/** What an import would do, entry by entry, and the choices that change it. */
export function SeedCheck({ seeds, report, file }: { seeds: Seeds; report: SeedReport; file: string }) {
  const { create } = report.sums;
  return (
    <Section
      title={say(text("systems.wouldDo"))}
      description={say(text("systems.fileIs", { file: nameOfFile(file), format: report.title }))}
    >
      <SeedResults key={report.digest} report={report} />
      <ChoicesForm seeds={seeds} />
      <ErrorNotice error={seeds.run.error} onRetry={seeds.importNow} />
      <Group justify="flex-end" gap="sm">
        {create === 0 && (
          <Text size="sm" c="dimmed" role="status">
            {say(text("systems.nothing"))}
          </Text>
        )}
        <Button variant="default" onClick={seeds.check}>
          {say(text("systems.checkAgain"))}
        </Button>
        <Button disabled={create === 0} onClick={seeds.importNow}>
          {say(text("systems.import", { count: create }))}
        </Button>
      </Group>
    </Section>
  );
}

function ChoicesForm({ seeds }: { seeds: Seeds }) {
  const { choices, choose } = seeds;
  return (
    <Group gap="xl" align="flex-start">
      <Radio.Group
        label={say(text("systems.unmatched"))}
        value={choices.unmatched}
        onChange={(value) => choose({ unmatched: value === "create" ? "create" : "leave" })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="leave" label={say(text("systems.unmatchedLeave"))} />
          <Radio value="create" label={say(text("systems.unmatchedCreate"))} />
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={say(text("systems.arrive"))}
        value={choices.arrive}
        onChange={(value) => choose({ arrive: value === "pending" ? "pending" : "active" })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="active" label={say(text("systems.arriveActive"))} />
          <Radio value="pending" label={say(text("systems.arrivePending"))} />
        </Stack>
      </Radio.Group>
    </Group>
  );
}
