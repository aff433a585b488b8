import { Button, Stack, Text } from "@mantine/core";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import type { LetterTemplateId } from "#shared/model/ids.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { Consequences } from "../../ui/Consequences.tsx";
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
  const destination = useDestination();
  const open = letters.filter(isOpen);
  const form = useContractForm({
    procedure: "letters.reprint",
    initial: { template: null as LetterTemplateId | null },
    input: ({ template }) =>
      destination.into && {
        letters: open.map(({ id }) => id),
        into: destination.into,
        ...(template === null ? {} : { template }),
      },
    ready: () => open.length > 0,
  });
  const { action: reprint } = form;
  const close = () => {
    if (reprint.isPending) return;
    const done = reprint.isSuccess;
    form.reset();
    destination.forget();
    onClose(done);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={reprint.isSuccess ? "Reprint" : `Reprint ${lettersCounted(open.length)}`}
      size="xl"
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
      ) : reprint.isPending ? (
        <LetterProgress title="Reprinting the letters" action={reprint} />
      ) : (
        <DialogForm form={form} submitLabel={`Reprint ${lettersCounted(open.length)}`} onCancel={close}>
          <Consequences of={reprinted(letters.length - open.length)} />
          <TemplateSelect {...form.field("template")} />
          <DestinationFields destination={destination} />
          {form.error?.code === "CANCELLED" && <Cancelled />}
        </DialogForm>
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

const reprinted = (leftOut: number): readonly string[] => [
  "Each person gets a new secret on a new letter with a new serial.",
  "The old letter becomes void at once: its QR code and key stop working, even if it turns up again. If it was already scanned, the person has to scan the new one.",
  ...(leftOut > 0 ? [leftOutInWords(leftOut)] : []),
];

function Cancelled() {
  return (
    <Text role="status" size="sm">
      Cancelled. No letters were made, and the old letters stay valid.
    </Text>
  );
}
