import { IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import type { RestoredUser } from "#shared/contract/archive.ts";
import { counted, numberInWords } from "../../../ui/format.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { StateBadge, type Tone } from "../../../ui/StateBadge.tsx";
import { type Column, VirtualTable } from "../../../ui/VirtualTable.tsx";

const outcomeInWords: Record<RestoredUser["outcome"], { tone: Tone; words: string }> = {
  restored: { tone: "good", words: "Restored" },
  present: { tone: "quiet", words: "Already here" },
  missing: { tone: "wait", words: "Not in the backup" },
};

/** The result for each requested person. */
export function BroughtBack({ rows }: { rows: readonly RestoredUser[] }) {
  const back = rows.filter(({ outcome }) => outcome === "restored").length;
  const anew = rows.filter(({ leftOut }) => leftOut > 0).length;
  return (
    <>
      <Notice
        tone={back > 0 ? "good" : "info"}
        role="status"
        icon={back > 0 ? <IconCircleCheck size={20} /> : <IconInfoCircle size={20} />}
        title={back > 0 ? `${counted(back, "person was", "people were")} restored` : "Nobody was restored"}
      >
        {anew > 0 &&
          `Counter-based authenticators and hardware tokens that are not in stock were not restored: enrol ${counted(anew, "person", "people")} again.`}
      </Notice>
      <VirtualTable
        label="Results"
        columns={columns}
        rows={rows}
        keyOf={({ username }) => username}
        maxHeight={240}
        readOnly
      />
    </>
  );
}

function authenticatorsInWords({ outcome, authenticators, leftOut, revoked }: RestoredUser): string {
  if (outcome !== "restored") return "";
  return [
    authenticators === 0 ? "None" : numberInWords(authenticators),
    ...(leftOut === 0 ? [] : [`${numberInWords(leftOut)} counter-based or not in stock: enrol again`]),
    ...(revoked === 0 ? [] : [`${numberInWords(revoked)} stay revoked`]),
  ].join("; ");
}

function codesInWords({ outcome, backupCodes }: RestoredUser): string {
  if (outcome !== "restored") return "";
  return backupCodes ? "Work again" : "None";
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
    title: "Result",
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
  { key: "codes", title: "Backup codes", drops: 3, width: "130px", cell: codesInWords },
];
