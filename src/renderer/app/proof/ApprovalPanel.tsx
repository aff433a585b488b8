import { Anchor, Stack, Text } from "@mantine/core";
import { IconRefreshAlert } from "@tabler/icons-react";
import { useState } from "react";
import { useProcedure } from "../../ipc/hooks.ts";
import type { CallError } from "../../ipc/client.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { useStatus } from "../session.ts";
import { ActFacts } from "./ActFacts.tsx";
import { ApproveForm } from "./ApproveForm.tsx";
import { DelayedApproval } from "./DelayedApproval.tsx";
import type { Proofs } from "./proofs.ts";
import type { ApprovalQuestion } from "./questions.ts";
import { RecoveryKeyApproval } from "./RecoveryKeyApproval.tsx";

interface ApprovalPanelProps {
  question: ApprovalQuestion;
  proofs: Proofs;
}

/** What will happen, and the way in which it is approved. */
export function ApprovalPanel({ question, proofs }: ApprovalPanelProps) {
  const [error, setError] = useState<CallError | null>(null);
  const renew = () => {
    proofs.renew(question).then(() => setError(null), setError);
  };
  return (
    <Stack gap="md">
      {question.changed && (
        <Notice tone="wait" role="alert" icon={<IconRefreshAlert size={18} />} title="The request has changed">
          Something has changed since it was made. Read again what will happen before you approve it.
        </Notice>
      )}
      <ActFacts approval={question.approval} />
      <ErrorNotice error={error} onRetry={renew} />
      <Way key={question.approval.id} question={question} proofs={proofs} onChanged={renew} />
    </Stack>
  );
}

function Way({ question, proofs, onChanged }: ApprovalPanelProps & { onChanged: () => void }) {
  const { session } = useStatus();
  const { approval } = question;
  const done = () => proofs.questions.answer(question);
  const giveUp = () => proofs.giveUp(question);
  const later = () => proofs.questions.dismiss(question);
  switch (approval.needs) {
    case "administrator":
      return (
        <>
          <ApproveForm
            approval={approval}
            hint={`The second administrator signs in here for this one approval. ${session?.name ?? "You"} stays signed in.`}
            onApproved={done}
            onChanged={onChanged}
            onCancel={giveUp}
            onLater={later}
          />
          <ApprovedElsewhere question={question} onApproved={done} />
        </>
      );
    case "recovery key":
      return <RecoveryKeyApproval approval={approval} onApproved={done} onChanged={onChanged} onCancel={giveUp} />;
    case "delay":
      return <DelayedApproval approval={approval} onGo={done} onWithdraw={giveUp} onClose={later} />;
  }
}

/**
 * The other administrator may have approved it in their own window or terminal. It is looked up on request: polling
 * would keep the session from expiring.
 */
function ApprovedElsewhere({ question, onApproved }: { question: ApprovalQuestion; onApproved: () => void }) {
  const { refetch, isFetching, error } = useProcedure("approvals.list", {}, { enabled: false });
  const [looked, setLooked] = useState(false);
  const look = async () => {
    const { data } = await refetch();
    const state = data?.approvals.find(({ id }) => id === question.approval.id)?.state;
    if (state === "approved") onApproved();
    else setLooked(true);
  };
  return (
    <Stack gap={4} align="flex-start">
      <Anchor component="button" type="button" size="sm" onClick={() => void look()} disabled={isFetching}>
        It was approved in another window: continue
      </Anchor>
      {looked && !error && (
        <Text size="sm" role="status">
          It has not been approved yet.
        </Text>
      )}
      <ErrorNotice error={error} />
    </Stack>
  );
}
