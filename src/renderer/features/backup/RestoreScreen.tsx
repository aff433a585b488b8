import { Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { BackupPreview } from "#shared/contract/archive.ts";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import type { SystemStatus } from "#shared/contract/system.ts";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { type ChosenCopy, useConsole } from "../../app/session.ts";
import { expectSignOut } from "../../app/status-updates.ts";
import { useContractForm } from "../../form/use-contract-form.ts";
import type { ShownProgress } from "../../ui/ProgressPanel.tsx";
import { BackupProgress } from "./BackupProgress.tsx";
import { useOpening } from "./opening/use-opening.ts";
import type { SourceKind } from "./opening/use-source.ts";
import { Restored } from "./Restored.tsx";
import { RestoreForm } from "./RestoreForm.tsx";
import { isReviewed, noReview, RestoreReview } from "./RestoreReview.tsx";

/** What was checked is restored, whatever the form says by then. */
interface Looked {
  input: InputOf<"archive.restore">;
  preview: BackupPreview;
}

/** The console knows its locations only once somebody has signed in. */
const offeredIn = ({ phase, session }: SystemStatus): readonly SourceKind[] =>
  phase === "ready" && session ? ["file", "place"] : ["file", "elsewhere"];

/** A restore, from the first screen, from a damaged store or from the console. */
export function RestoreScreen({ chosen }: { chosen: ChosenCopy | null }) {
  const { status, setFlow } = useConsole();
  const replacing = status.phase !== "empty";
  const [offered] = useState(() => offeredIn(status));
  const opening = useOpening(offered, chosen);
  const [looked, setLooked] = useState<Looked | null>(null);
  const [report, setReport] = useState<OutputOf<"archive.restore"> | null>(null);
  const look = useContractForm({
    procedure: "archive.preview",
    initial: opening.initial,
    input: opening.input,
    onDone: (preview, key) => {
      const input = opening.input(key);
      if (input) setLooked({ input, preview });
    },
  });
  const restore = useContractForm({
    procedure: "archive.restore",
    initial: noReview,
    input: ({ declined, reason }) =>
      looked && { ...looked.input, ...(declined ? { declineCarryOver: { reason: reason.trim() } } : {}) },
    ready: (review) => isReviewed(review, replacing),
    fieldOf: (path) => path.replace("declineCarryOver.", ""),
    onAnswer: setReport,
  });
  const leave = () => {
    expectSignOut(false);
    setFlow(null);
  };
  const goToSignIn = () => {
    // The page that was open may not exist in the restored console.
    window.location.hash = "#/people";
    leave();
  };
  const back = () => {
    restore.reset();
    setLooked(null);
  };

  if (report)
    return (
      <Framed>
        <Restored report={report} onDone={goToSignIn} />
      </Framed>
    );
  if (restore.busy)
    return (
      <Framed>
        <Restoring action={restore.action} />
      </Framed>
    );
  if (look.busy)
    return (
      <Framed>
        <Looking action={look.action} />
      </Framed>
    );
  return (
    <Framed>
      {looked ? (
        <RestoreReview preview={looked.preview} form={restore} replacing={replacing} onBack={back} />
      ) : (
        <RestoreForm opening={opening} form={look} replacing={replacing} onBack={leave} />
      )}
    </Framed>
  );
}

const Framed = ({ children }: { children: ReactNode }) => (
  <BareFrame width={680}>
    <Card>{children}</Card>
  </BareFrame>
);

interface WorkingProps {
  action: { progress: ShownProgress | null; cancel: () => void };
}

function Looking({ action }: WorkingProps) {
  return (
    <>
      <Head title="Checking the backup">Everything in it is checked. Nothing here changes.</Head>
      <BackupProgress title="Checking the backup" action={action} />
    </>
  );
}

function Restoring({ action }: WorkingProps) {
  return (
    <>
      <Head title="Restoring">Until the backup is verified, the present database is not touched.</Head>
      <BackupProgress title="Restoring the backup" action={action} />
    </>
  );
}

function Head({ title, children }: { title: string; children: string }) {
  return (
    <Stack gap={4}>
      <Title order={1} size="h3">
        {title}
      </Title>
      <Text c="dimmed">{children}</Text>
    </Stack>
  );
}
