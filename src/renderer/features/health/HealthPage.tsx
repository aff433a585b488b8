import { Button, Center, Stack } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Section } from "../../ui/Section.tsx";
import { BackupFinding } from "./BackupFinding.tsx";
import { ClockFinding } from "./ClockFinding.tsx";
import { Finding } from "./Finding.tsx";
import {
  auditFinding,
  diskFinding,
  driftFinding,
  keychainFinding,
  privacyFinding,
  restoredFinding,
  runtimeFinding,
  slotsFinding,
  storeFinding,
} from "./findings.ts";
import classes from "./HealthPage.module.css";
import { codesFinding, ownerBackFinding, recoveryFinding } from "./recovery-findings.ts";
import { StepsAhead } from "./StepsAhead.tsx";
import { Waiting } from "../../ui/Loading.tsx";

/** What the console's checks of itself have found. */
export function HealthPage() {
  const { data: report, error, refetch, isFetching } = useProcedure("system.health", {});
  return (
    <Stack gap="lg" className={classes.page}>
      <PageHeader
        title="Health"
        description={report && (report.healthy ? "No problems found." : "Something needs your attention.")}
        actions={
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={isFetching}
            onClick={() => void refetch()}
          >
            Check again
          </Button>
        }
      />
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {report ? (
        <>
          <Section title="Findings">
            <Stack gap={0} component="ul" className={classes.findings ?? ""}>
              <Finding {...storeFinding(report.store)} />
              <Finding {...auditFinding(report.audit)} />
              {report.audit.restored && <Finding {...restoredFinding(report.audit.restored)} />}
              <Finding {...slotsFinding(report.slots)} />
              <Finding {...diskFinding(report.store)} />
              <Finding {...privacyFinding(report.store)} />
              <Finding {...keychainFinding(report.keychain)} />
              {report.keys && <Finding {...recoveryFinding(report.keys)} />}
              {report.keys?.ownersBack.map((back) => (
                <Finding key={back.at} {...ownerBackFinding(back)} />
              ))}
              {report.unconfirmedCodes && <Finding {...codesFinding(report.unconfirmedCodes)} />}
              <BackupFinding found={report.backups} />
              <ClockFinding clock={report.clock} />
              <StepsAhead />
              <Finding {...driftFinding(report.clock.drift)} />
              <Finding {...runtimeFinding(report.runtime)} />
            </Stack>
          </Section>
          <Section title="Versions">
            <dl className={classes.versions}>
              {Object.entries(report.versions).map(([name, version]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd className="mono">{version}</dd>
                </div>
              ))}
            </dl>
          </Section>
        </>
      ) : (
        !error && (
          <Center py={80}>
            <Waiting label="Checking" />
          </Center>
        )
      )}
    </Stack>
  );
}
