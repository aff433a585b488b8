import { Button, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Section } from "../../ui/Section.tsx";
import { RecentSeedImports } from "./RecentSeedImports.tsx";
import { SeedCheck } from "./SeedCheck.tsx";
import { SeedFile } from "./SeedFile.tsx";
import { TableProgress } from "../../app/TableProgress.tsx";
import { SeedTableStep } from "./SeedTableStep.tsx";
import { SeedsDone } from "./SeedsDone.tsx";
import { type Seeds, useSeeds } from "./use-seeds.ts";

/** Imports authenticators and hardware tokens from another program's file. */
export function ImportSeedsPage() {
  const seeds = useSeeds();
  return (
    <Stack gap="lg">
      <PageHeader
        title={say(text("systems.importTitle"))}
        description={say(text("systems.importDescription"))}
        actions={
          <Button variant="default" component={Link} to="/systems" leftSection={<IconArrowLeft size={16} />}>
            {say(text("systems.back"))}
          </Button>
        }
      />
      <Step seeds={seeds} />
      <Leaving seeds={seeds} />
    </Stack>
  );
}

function Leaving({ seeds: { run, byHand } }: { seeds: Seeds }) {
  const running = run.isPending;
  return (
    <AskBeforeLeaving
      when={running || (byHand.size > 0 && !run.data)}
      title={say(text(running ? "systems.stopTitle" : "systems.leaveTitle"))}
      consequences={[say(text(running ? "systems.stopWhat" : "systems.leaveWhat"))]}
      confirmLabel={say(text(running ? "systems.stop" : "systems.leave"))}
    />
  );
}

function Step({ seeds }: { seeds: Seeds }): ReactNode {
  const { file, report, dryRun, run } = seeds;
  if (run.isPending) {
    return (
      <Section title={say(text("systems.importing"))} description={say(text("systems.allOrNothing"))}>
        <TableProgress title={say(text("systems.importing"))} action={run} />
      </Section>
    );
  }
  if (run.data && file !== null) return <SeedsDone result={run.data} file={file} onAgain={seeds.again} />;
  if (dryRun.isPending) {
    return (
      <Section title={say(text("systems.checking"))} description={say(text("systems.changesNothing"))}>
        <TableProgress title={say(text("systems.checking"))} action={dryRun} />
      </Section>
    );
  }
  return (
    <>
      <SeedFile seeds={seeds} />
      {seeds.found && file !== null && <SeedTableStep seeds={seeds} found={seeds.found} />}
      {report && file !== null ? <SeedCheck seeds={seeds} report={report} file={file} /> : <RecentSeedImports />}
    </>
  );
}
