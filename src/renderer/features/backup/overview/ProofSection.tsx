import { Button, Stack, Text } from "@mantine/core";
import { IconKeyOff } from "@tabler/icons-react";
import { Link } from "react-router";
import type { BackupHealth } from "#shared/contract/backup-plan.ts";
import { provenInWords } from "../../../app/backup-words.ts";
import { useMay } from "../../../app/may.ts";
import { distanceInWords } from "../../../ui/format.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { TimeText } from "../../../ui/TimeText.tsx";
import { useNow } from "../../../ui/use-now.ts";
import { tabPath } from "../tabs.ts";
import { BackUpNow } from "./BackUpNow.tsx";
import classes from "./Overview.module.css";

/** Answers the one question: is there a tested backup? */
export function ProofSection({ health }: { health: BackupHealth }) {
  const mayRun = useMay("archive.create");
  const now = useNow();
  return (
    <Section title="State">
      <Stack gap={4} className={classes.proof} data-tone={health.stale ? "wait" : "good"} role="status">
        <Text className={classes.answer ?? ""}>{provenInWords(health, now)}</Text>
        <Text size="sm">
          {health.lastProvenAt !== null && (
            <>
              Made <TimeText at={health.lastProvenAt} />, test-restored without errors.{" "}
            </>
          )}
          {health.stale &&
            (health.lastProvenAt === null ? "Run one now." : "That is longer ago than the schedule allows.")}
        </Text>
      </Stack>
      <Text size="sm">
        <NextOne health={health} now={now} />
      </Text>
      {health.unprovenRecipients.length > 0 && (
        <Notice tone="wait" icon={<IconKeyOff size={18} />} title="Does somebody still have the backup key?">
          <Stack gap={4} align="flex-start">
            <Text size="sm" className="breakable">
              These backup keys need testing: {health.unprovenRecipients.join(", ")}.
            </Text>
            <Button component={Link} to={tabPath("backup-keys")} size="compact-sm" variant="default">
              Test this key
            </Button>
          </Stack>
        </Notice>
      )}
      {mayRun && <BackUpNow />}
    </Section>
  );
}

const minute = 60_000;

function NextOne({ health: { nextAt }, now }: { health: BackupHealth; now: number }) {
  if (nextAt === null) return <>No backup is scheduled.</>;
  if (nextAt - now < minute) return <>The next one is due now.</>;
  return (
    <>
      The next one is due {distanceInWords(nextAt, now)}, <TimeText at={nextAt} />.
    </>
  );
}
