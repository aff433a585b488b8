import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconWritingSign } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { Approval } from "#shared/contract/approvals.ts";
import { say } from "#shared/texts/say.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { counted } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";
import { ActFacts } from "../proof/ActFacts.tsx";
import { ApproveForm } from "../proof/ApproveForm.tsx";
import { eitherOf } from "../proof/names.ts";
import { pageOfAction } from "../proof/pages-of-actions.ts";
import { useSession } from "../session.ts";
import classes from "./WaitingApprovals.module.css";

/** What is waiting for approval: one's own requests, and those of others that one may approve. */
export function WaitingApprovals() {
  const { data } = useProcedure("approvals.list", {}, { onFocus: true });
  const [looking, setLooking] = useState<Approval | null>(null);
  const approvals = data?.approvals ?? [];
  if (approvals.length === 0) return null;
  return (
    <>
      <Notice
        tone="info"
        icon={<IconWritingSign size={18} />}
        title={`Waiting approvals: ${counted(approvals.length, "request", "requests")}`}
      >
        <ul className={classes.list} aria-label="Waiting approvals">
          {approvals.map((approval) => (
            <li key={approval.id} className={classes.row}>
              <Row approval={approval} onLook={() => setLooking(approval)} />
            </li>
          ))}
        </ul>
      </Notice>
      <Modal opened={looking !== null} onClose={() => setLooking(null)} title="Approve this request?" size="lg">
        {looking && <Approve approval={looking} onClose={() => setLooking(null)} />}
      </Modal>
    </>
  );
}

function Row({ approval, onLook }: { approval: Approval; onLook: () => void }) {
  const own = approval.requestedBy === useSession().name;
  const withdraw = useAction("approvals.withdraw");
  const page = pageOfAction(approval.procedure);
  const title = say(approval.title);
  return (
    <>
      <Stack gap={0} miw={0}>
        <Text size="sm" fw={600} className="breakable">
          {title}
        </Text>
        <Text size="xs">
          <State approval={approval} own={own} /> · until <TimeText at={approval.expiresAt} />
        </Text>
        <ErrorNotice error={withdraw.error} />
      </Stack>
      <Group gap="sm">
        {own && page !== undefined && (
          <Anchor component={Link} to={page} size="sm">
            Go to its page
          </Anchor>
        )}
        {own ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={withdraw.isPending}
            aria-label={`Withdraw: ${title}`}
            onClick={() => withdraw.mutate({ id: approval.id })}
          >
            Withdraw
          </Button>
        ) : (
          approval.state === "waiting" &&
          approval.needs === "administrator" && (
            <Button size="compact-sm" aria-label={`Review: ${title}`} onClick={onLook}>
              Review{" "}
            </Button>
          )
        )}
      </Group>
    </>
  );
}

const goOn = "Repeat the action and it goes through.";

function State({ approval, own }: { approval: Approval; own: boolean }) {
  const { state, approvedBy, needs, approvers, readyAt, requestedBy } = approval;
  const left = useCountdown(needs === "delay" ? readyAt : null);
  if (state === "approved") {
    return (
      <>{`Approved${approvedBy === null ? "" : ` by ${approvedBy}`}. ${own ? goOn : `${requestedBy} can continue.`}`}</>
    );
  }
  if (needs === "delay") {
    if (left === 0) return <>The waiting period is over. {own && goOn}</>;
    return (
      <>
        Can be done from <TimeText at={readyAt} />
      </>
    );
  }
  if (!own) return <>{`Requested by ${requestedBy}`}</>;
  return <>{needs === "recovery key" ? "Waiting for the recovery key" : `Waiting for ${eitherOf(approvers)}`}</>;
}

/** In the approver's own window. */
function Approve({ approval, onClose }: { approval: Approval; onClose: () => void }) {
  const { name } = useSession();
  return (
    <Stack gap="md">
      <ActFacts approval={approval} />
      <ApproveForm
        approval={approval}
        approver={name}
        hint="Enter your password and a new code for this one approval."
        confirmation={{ title: "Approved", message: `${approval.requestedBy} can continue.` }}
        onApproved={onClose}
        onCancel={onClose}
      />
    </Stack>
  );
}
