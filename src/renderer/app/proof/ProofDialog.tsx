import { Group, Modal } from "@mantine/core";
import type { Approval } from "#shared/contract/approvals.ts";
import type { Typing } from "../../ui/use-typing.ts";
import { ApprovalPanel } from "./ApprovalPanel.tsx";
import type { Proofs } from "./proofs.ts";
import type { Question } from "./questions.ts";
import { StepUpForm } from "./StepUpForm.tsx";

const titles: Record<Approval["needs"], string> = {
  administrator: "A second administrator must approve this",
  "recovery key": "Approve this with the recovery key",
  delay: "Waiting period",
};

const titleOf = (question: Question): string =>
  question.type === "step-up" ? "Confirm it is you" : titles[question.approval.needs];

/** Above the dialog that started the action. */
const above = 310;

interface ProofDialogProps {
  question: Question | null;
  proofs: Proofs;
  /** Notices typing. */
  watch: Typing["watch"];
  /** Its close button was pressed. */
  onLeave: () => void;
  onCancel: () => void;
}

/**
 * Can appear above the dialog that started the action. Built from parts, because a complete one would add a second page
 * header.
 */
export function ProofDialog({ question, proofs, watch, onLeave, onCancel }: ProofDialogProps) {
  return (
    <Modal.Root
      opened={question !== null}
      onClose={onLeave}
      size={question?.type === "approval" ? "lg" : "md"}
      zIndex={above}
      centered
      padding="lg"
      portalProps={{ target: "#portals" }}
      transitionProps={{ duration: 120 }}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content>
        <Group justify="space-between" wrap="nowrap" p="lg" pb="md">
          <Modal.Title fw={650} fz="lg">
            {question && titleOf(question)}
          </Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Group>
        <Modal.Body {...watch}>
          {question?.type === "step-up" && (
            <StepUpForm
              key={question.id}
              kind={question.kind}
              onDone={() => proofs.questions.answer(question)}
              onCancel={onCancel}
            />
          )}
          {question?.type === "approval" && <ApprovalPanel key={question.id} question={question} proofs={proofs} />}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
