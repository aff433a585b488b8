import { Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import type { UserId } from "#shared/model/ids.ts";
import { say } from "#shared/texts/say.ts";
import { counted, localTime, secondsInWords } from "../../ui/format.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import type { Verdict } from "./CodeCheck.tsx";
import { VerdictActions } from "./VerdictActions.tsx";
import { verdictInWords } from "./verdict-words.ts";
import classes from "./VerdictCard.module.css";

interface VerdictCardProps {
  verdict: Verdict;
  subject: string;
  personId: UserId;
  /** False for a code that was only tested. */
  counted: boolean;
}

/** The result, readable across a desk: colour, icon and words all say the same. */
export function VerdictCard({ verdict, subject, personId, counted: counts }: VerdictCardProps) {
  const accepted = verdict.result === "accepted";
  const wait = useCountdown(verdict.retryAt);
  const Icon = accepted ? IconCircleCheck : IconCircleX;
  const facts = [
    counts ? null : "Test only: nothing was used up or counted",
    verdict.tokenLabel ? `Authenticator: ${verdict.tokenLabel}` : null,
    verdict.remainingBackupCodes === null
      ? null
      : `${counted(verdict.remainingBackupCodes, "backup code", "backup codes")} left`,
    wait > 0 ? `Next attempt in ${secondsInWords(wait)}` : null,
  ].filter((fact) => fact !== null);
  return (
    <div className={classes.card} data-result={verdict.result} role="status" aria-label="Result">
      <Group gap="md" wrap="nowrap" align="flex-start">
        <Icon size={44} stroke={1.6} aria-hidden className={classes.icon} />
        <Stack gap={2} miw={0}>
          <Text fz={24} fw={700} lh={1.25}>
            {verdictInWords(verdict, counts)}
          </Text>
          <Text fw={600} className="breakable">
            {subject}
          </Text>
          <Text>{say(verdict.message)}</Text>
          <VerdictActions verdict={verdict} personId={personId} />
          {verdict.restoredFrom !== undefined && (
            <Text fw={600}>
              This console was restored from a backup of {localTime.format(verdict.restoredFrom)}. Codes that were
              revoked or used since then may be accepted. Ask an owner.
            </Text>
          )}
          {facts.length > 0 && (
            <Text size="sm" className="numbers">
              {facts.join(" · ")}
            </Text>
          )}
        </Stack>
      </Group>
    </div>
  );
}
