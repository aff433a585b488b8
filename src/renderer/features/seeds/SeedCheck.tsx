import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { SeedReport, SeedResult } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { nameOfFile } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { decided, type ByHand, isOpen, mayDecide, openAfter } from "./by-hand.ts";
import { OwnerDialog } from "./OwnerDialog.tsx";
import { OwnersSection } from "./OwnersSection.tsx";
import { SaveSeedResults } from "./SaveSeedResults.tsx";
import { SeedResults } from "./SeedResults.tsx";
import type { Seeds } from "./use-seeds.ts";
import { listed } from "./view.ts";

interface SeedCheckProps {
  seeds: Seeds;
  report: SeedReport;
  file: string;
}

/** What an import would do, entry by entry, and the choices that change it. */
export function SeedCheck({ seeds, report, file }: SeedCheckProps) {
  const { byHand, known, view } = seeds;
  const asking = useAsking(seeds, report);
  return (
    <>
      <OwnersSection seeds={seeds} report={report} onAsk={asking.ask} />
      <Section
        title={say(text("systems.wouldDo"))}
        description={say(text("systems.fileIs", { file: nameOfFile(file), format: report.title }))}
        actions={<SaveSeedResults seeds={seeds} file={file} />}
      >
        <SeedResults
          report={report}
          view={view}
          onView={seeds.setView}
          deciding={{ byHand, known, onAsk: asking.ask }}
        />
        <LeaveOutListed seeds={seeds} report={report} />
        <Arrival seeds={seeds} />
        <ErrorNotice error={seeds.run.error} onRetry={seeds.importNow} />
        <Decision seeds={seeds} create={report.sums.create} />
      </Section>
      <OwnerDialog {...asking.dialog} />
    </>
  );
}

/** Which entry is asked about: after one that was nobody's the next such one, in the list as it is filtered. */
function useAsking(seeds: Seeds, report: SeedReport) {
  const { byHand, view, decide } = seeds;
  const [asked, setAsked] = useState<number | null>(null);
  const entry = report.entries.find(({ at }) => at === asked) ?? null;
  const inList = listed(report, view);
  const among = entry && inList.includes(entry) ? inList : report.entries;
  const next: SeedResult | undefined = entry ? openAfter(among, entry.at, byHand) : undefined;
  const goOn = () => setAsked(next?.at ?? null);
  const onDecide = (made: ByHand | null) => {
    if (!entry) return;
    decide(decided(byHand, [entry.at], made));
    // Somebody who corrects one entry has not asked for the others.
    if (isOpen(entry, byHand)) goOn();
    else setAsked(null);
  };
  const others = among.filter((one) => one !== entry && isOpen(one, byHand)).length;
  return {
    ask: setAsked,
    dialog: {
      entry,
      made: entry ? byHand.get(entry.at) : undefined,
      others,
      onDecide,
      onSkip: goOn,
      onClose: () => setAsked(null),
    },
  };
}

/** What a search found, all at once. */
function LeaveOutListed({ seeds, report }: Pick<SeedCheckProps, "seeds" | "report">) {
  const { byHand, view, decide } = seeds;
  if (view.search.trim() === "") return null;
  const found = listed(report, view).filter((entry) => mayDecide(entry) && byHand.get(entry.at) !== "leftOut");
  if (found.length === 0) return null;
  return (
    <Group>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() =>
          decide(
            decided(
              byHand,
              found.map(({ at }) => at),
              "leftOut",
            ),
          )
        }
      >
        {say(text("systems.leaveOutListed", { count: found.length }))}
      </Button>
    </Group>
  );
}

function Arrival({ seeds: { choices, choose } }: Pick<SeedCheckProps, "seeds">) {
  return (
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
  );
}

/** What was decided since is checked before it can be imported. */
function Decision({ seeds, create }: { seeds: Seeds; create: number }) {
  const { unchecked } = seeds;
  return (
    <Group justify="flex-end" gap="sm">
      <Text size="sm" c="dimmed" role="status">
        {unchecked > 0
          ? say(text("systems.unchecked", { count: unchecked }))
          : create === 0 && say(text("systems.nothing"))}
      </Text>
      <Button variant={unchecked > 0 ? "filled" : "default"} onClick={seeds.check}>
        {say(text("systems.checkAgain"))}
      </Button>
      <Button
        variant={unchecked > 0 ? "default" : "filled"}
        disabled={create === 0 || unchecked > 0}
        onClick={seeds.importNow}
      >
        {say(text("systems.import", { count: create }))}
      </Button>
    </Group>
  );
}
