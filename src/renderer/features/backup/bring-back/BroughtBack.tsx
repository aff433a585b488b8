import { IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import type { RestoredUser } from "#shared/contract/backup.ts";
import { counted, numberInWords } from "../../../ui/format.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { StateBadge, type Tone } from "../../../ui/StateBadge.tsx";
import { type Column, VirtualTable } from "../../../ui/VirtualTable.tsx";

const outcomeInWords: Record<RestoredUser["outcome"], { tone: Tone; words: string }> = {
  restored: { tone: "good", words: "Brought back" },
  present: { tone: "quiet", words: "Is there already" },
  missing: { tone: "wait", words: "Not in the backup" },
};

/** What became of each person who was asked for. */
export function BroughtBack({ rows }: { rows: readonly RestoredUser[] }) {
  const back = rows.filter(({ outcome }) => outcome === "restored").length;
  const anew = rows.filter(({ leftOut }) => leftOut > 0).length;
  return (
    <>
      <Notice
        tone={back > 0 ? "good" : "info"}
        role="status"
        icon={back > 0 ? <IconCircleCheck size={20} /> : <IconInfoCircle size={20} />}
        title={back > 0 ? `${counted(back, "person was", "people were")} brought back` : "Nobody was brought back"}
      >
        {anew > 0 &&
          `An authenticator that follows a counter was left out for ${counted(anew, "person", "people")}: enrol them anew.`}
      </Notice>
      <VirtualTable
        label="What became of each person"
        columns={columns}
        rows={rows}
        keyOf={({ username }) => username}
        total={rows.length}
        height="short"
        readOnly
      />
    </>
  );
}

function authenticatorsInWords({ outcome, authenticators, leftOut, revoked }: RestoredUser): string {
  if (outcome !== "restored") return "";
  return [
    authenticators === 0 ? "None" : numberInWords(authenticators),
    ...(leftOut === 0 ? [] : [`${numberInWords(leftOut)} by counter left out: enrol anew`]),
    ...(revoked === 0 ? [] : [`${numberInWords(revoked)} stay revoked`]),
  ].join("; ");
}

function codesInWords({ outcome, backupCodes }: RestoredUser): string {
  if (outcome !== "restored") return "";
  return backupCodes ? "Count again" : "None";
}

const columns: readonly Column<RestoredUser>[] = [
  {
    key: "username",
    title: "Username",
    width: "minmax(0, 1fr)",
    hint: ({ username }) => username,
    cell: ({ username }) => username,
  },
  {
    key: "outcome",
    title: "What became of them",
    width: "180px",
    cell: ({ outcome }) => <StateBadge tone={outcomeInWords[outcome].tone}>{outcomeInWords[outcome].words}</StateBadge>,
  },
  {
    key: "authenticators",
    title: "Authenticators",
    width: "minmax(0, 1.2fr)",
    hint: authenticatorsInWords,
    cell: authenticatorsInWords,
  },
  { key: "codes", title: "Backup codes", drops: 2, width: "130px", cell: codesInWords },
];
