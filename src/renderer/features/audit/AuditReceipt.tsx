import { Button, Group, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { SheetActions } from "../../app/secrets/SheetActions.tsx";
import { useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { SecretText } from "../../ui/SecretText.tsx";

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** A code to keep on paper: it stands for the log up to now. */
export function AuditReceipt({ opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={say(text("auditFile.receiptTitle"))} size="md">
      <ReceiptBody onClose={onClose} />
    </Modal>
  );
}

function ReceiptBody({ onClose }: Pick<Props, "onClose">) {
  const { organisation } = useStatus();
  const { mutate, data, error } = useAction("audit.receipt");
  useEffect(() => mutate({}), [mutate]);
  if (error) return <ErrorNotice error={error} onRetry={() => mutate({})} />;
  if (!data) return <Loading />;
  const { last, code, fingerprint } = data;
  return (
    <Stack gap="md">
      <Text>{say(text("auditFile.receiptWhat", { last }))}</Text>
      <SecretText label={say(text("auditFile.codeLabel"))} secret={code} verbatim />
      <SheetActions
        sheet={{
          kind: "audit-receipt",
          organisation: organisation ?? "",
          subject: say(text("auditFile.receiptSubject", { last, fingerprint })),
          secrets: [code],
        }}
      />
      <Group justify="flex-end">
        <Button onClick={onClose}>{say(text("auditFile.done"))}</Button>
      </Group>
    </Stack>
  );
}
