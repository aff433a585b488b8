import { Button, List, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import type { LetterTemplateId } from "#shared/model/ids.ts";
import { type Action, useAction } from "../../ipc/hooks.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { useDestination } from "./destination.ts";
import { DestinationFields } from "./DestinationFields.tsx";
import { LetterProgress } from "./LetterProgress.tsx";
import { LetterReportView } from "./LetterReportView.tsx";
import { isOpen, type Letter } from "./selection.ts";
import { TemplateSelect } from "./TemplateSelect.tsx";
import { leftOutInWords, lettersCounted } from "./words.ts";
import { Modal } from "../../ui/Modal.tsx";

interface ReprintDialogProps {
  opened: boolean;
  letters: readonly Letter[];
  /** `done`: letters were reprinted. */
  onClose: (done: boolean) => void;
}

/** New letters with new secrets, for letters that were lost. */
export function ReprintDialog({ opened, letters, onClose }: ReprintDialogProps) {
  const reprint = useAction("letters.reprint");
  const close = () => {
    if (reprint.isPending) return;
    const done = reprint.isSuccess;
    reprint.reset();
    onClose(done);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={reprint.isSuccess ? "Reprint" : `Reprint ${lettersCounted(letters.filter(isOpen).length)}`}
      size="xl"
      keepMounted={false}
      closeOnClickOutside={false}
      closeOnEscape={!reprint.isPending}
      withCloseButton={!reprint.isPending}
    >
      {reprint.data ? (
        <Stack gap="md">
          <LetterReportView report={reprint.data} />
          <Button ml="auto" onClick={close} data-autofocus>
            Done
          </Button>
        </Stack>
      ) : (
        <ReprintForm letters={letters} reprint={reprint} onCancel={close} />
      )}
      <AskBeforeLeaving
        when={reprint.isPending}
        title="Stop the reprint?"
        consequences={["No letters are made, and the old letters stay valid."]}
        confirmLabel="Stop and leave"
      />
    </Modal>
  );
}

interface ReprintFormProps {
  letters: readonly Letter[];
  reprint: Action<"letters.reprint">;
  onCancel: () => void;
}

function ReprintForm({ letters, reprint, onCancel }: ReprintFormProps) {
  const destination = useDestination();
  const [template, setTemplate] = useState<LetterTemplateId | null>(null);
  const open = letters.filter(isOpen);
  const submit = () => {
    if (destination.into === null) return;
    reprint.mutate({
      letters: open.map(({ id }) => id),
      into: destination.into,
      ...(template === null ? {} : { template }),
    });
  };
  if (reprint.isPending) return <LetterProgress title="Reprinting the letters" action={reprint} />;
  return (
    <DialogForm
      submitLabel={`Reprint ${lettersCounted(open.length)}`}
      complete={destination.into !== null && open.length > 0}
      error={reprint.error}
      marked={["into.file", "into.folder"]}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <Consequences leftOut={letters.length - open.length} />
      <TemplateSelect value={template} onChange={setTemplate} />
      <DestinationFields destination={destination} />
      {reprint.error?.code === "CANCELLED" && <Cancelled />}
    </DialogForm>
  );
}

function Consequences({ leftOut }: { leftOut: number }) {
  return (
    <List spacing={6}>
      <List.Item>Each person gets a new secret on a new letter with a new serial.</List.Item>
      <List.Item>
        The old letter becomes void at once: its QR code and key stop working, even if it turns up again. If it was
        already scanned, the person has to scan the new one.
      </List.Item>
      {leftOut > 0 && <List.Item>{leftOutInWords(leftOut)}</List.Item>}
    </List>
  );
}

function Cancelled() {
  return (
    <Text role="status" size="sm">
      Cancelled. No letters were made, and the old letters stay valid.
    </Text>
  );
}
