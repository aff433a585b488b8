import { Button } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { sayLabel } from "#shared/texts/say.ts";
import { useMay } from "../../app/may.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { useProcedure } from "../../ipc/hooks.ts";
import { counted, localTime, numberInWords } from "../../ui/format.ts";
import { Finding } from "./Finding.tsx";

type Ahead = OutputOf<"system.stepsAhead">;

const mostShown = 10;

type Row = Ahead["rows"][number];

const refused = "codes refused until";

const facts: Record<Row["kind"], string> = {
  person: refused,
  administrator: refused,
  device: refused,
  letter: "letter could be used until",
  enrolment: "enrolment could be confirmed until",
  invitation: "one-time code made on",
  approval: "countersignature of",
  session: "session begun on",
  expired: "enrolment expired too early, on",
};

const inWords = ({ kind, name, label, until }: Row): string =>
  `${name}${label === "" ? "" : `, ${sayLabel(label)}`}: ${facts[kind]} ${localTime.format(until)}`;

/** What was accepted or written while this computer's clock was in the future. For owners. */
export function StepsAhead() {
  const may = useMay("system.setStepsBack");
  const { data: ahead } = useProcedure("system.stepsAhead", {}, { enabled: may });
  if (!ahead || ahead.total === 0) return null;
  const shown = ahead.rows.slice(0, mostShown).map(inWords);
  const more = ahead.total - shown.length;
  return (
    <Finding
      state="bad"
      title={`${counted(ahead.total, "entry was", "entries were")} written while this computer's clock was in the future`}
      lines={[
        "Until that time, the correct codes of authenticators that were used then are refused. What was printed or begun then lasts too long.",
        ...shown,
        ...(more > 0 ? [`And ${numberInWords(more)} more`] : []),
      ]}
    >
      <SetBack total={ahead.total} />
    </Finding>
  );
}

const correction = (total: number): Act => ({
  procedure: "system.setStepsBack",
  input: {},
  reason: "required",
  title: "Correct these entries?",
  consequences: [
    `${counted(total, "entry is", "entries are")} corrected. The next codes of authenticators are accepted again; codes that were used stay used.`,
    "Letters and enrolments are valid from now on for as long as was meant. One-time codes, countersignatures and sessions of that time end.",
    "Enrolments that expired too early are gone: print those letters again.",
    "Do this only if this computer's clock is right now: compare it with another one.",
    "The audit log records each of them with your reason.",
  ],
  confirmLabel: "Correct them",
});

function SetBack({ total }: { total: number }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" w="fit-content" mt="xs" onClick={() => setAsking(true)}>
        Correct them
      </Button>
      <ActDialog act={asking ? correction(total) : null} onClose={() => setAsking(false)} />
    </>
  );
}
