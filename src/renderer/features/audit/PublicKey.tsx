import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { fileNamePart } from "../../ui/format.ts";
import { Modal } from "../../ui/Modal.tsx";
import { Notice } from "../../ui/Notice.tsx";

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** The key with which everybody can check exported logs, as a file. */
export function PublicKey({ opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={say(text("auditFile.savePublicKey"))} size="md">
      <KeyBody onClose={onClose} />
    </Modal>
  );
}

function KeyBody({ onClose }: Pick<Props, "onClose">) {
  const { organisation } = useStatus();
  const choose = useAction("files.chooseToSave");
  const write = useAction("audit.key");
  const save = () => {
    const suggestedName = `audit-key-${fileNamePart(organisation ?? "")}.pem`;
    choose.mutate(
      { purpose: "auditKey", suggestedName },
      { onSuccess: ({ file }) => file !== null && write.mutate({ to: file }) },
    );
  };
  return (
    <Stack gap="md">
      <Text>{say(text("auditFile.keyWhat"))}</Text>
      {write.data && (
        <Notice tone="good" role="status" icon={<IconCircleCheck size={20} />} title={say(text("auditFile.keySaved"))}>
          <span className="breakable">
            {say(text("auditFile.keyFingerprint", { fingerprint: write.data.fingerprint }))}
          </span>
        </Notice>
      )}
      <ErrorNotice error={choose.error ?? write.error} onRetry={save} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {say(text("auditFile.done"))}
        </Button>
        <Button loading={choose.isPending || write.isPending} onClick={save} data-autofocus>
          {say(text("auditFile.choose"))}
        </Button>
      </Group>
    </Stack>
  );
}
