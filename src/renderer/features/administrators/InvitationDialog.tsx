import { Button, Group, List, Stack, Text } from "@mantine/core";
import { IconClockOff, IconCopy, IconPrinter } from "@tabler/icons-react";
import type { Invitation } from "#shared/contract/admins.ts";
import { CopyButton } from "../../app/secrets/CopyButton.tsx";
import { PrintSheet } from "../../app/secrets/PrintSheet.tsx";
import { useStatus } from "../../app/session.ts";
import { Modal } from "../../ui/Modal.tsx";
import { clockOf } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";
import classes from "./AdministratorsPage.module.css";

interface InvitationDialogProps {
  invitation: Invitation | null;
  onClose: () => void;
}

/** A one-time code, shown only once. Only its button closes the dialog, so that no stray keystroke loses the code. */
export function InvitationDialog({ invitation, onClose }: InvitationDialogProps) {
  return (
    <Modal
      opened={invitation !== null}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={invitation ? `One-time code for ${invitation.admin.name}` : ""}
      size="lg"
    >
      {invitation && <Shown invitation={invitation} onClose={onClose} />}
    </Modal>
  );
}

function Shown({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { admin, code, expiresAt } = invitation;
  const { organisation } = useStatus();
  const left = useCountdown(expiresAt);
  return (
    <Stack gap="md">
      {left > 0 ? (
        <>
          <div role="group" aria-label="One-time code" className={classes.code}>
            {code}
          </div>
          <Text className="numbers">Valid for another {clockOf(left)}. It works once and is never shown again.</Text>
          <Group gap="sm">
            <CopyButton text={code} label="Copy" icon={<IconCopy size={16} />} />
            <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
              Print
            </Button>
          </Group>
          <PrintSheet
            sheet={{
              kind: "one-time-code",
              subject: admin.name,
              organisation: organisation ?? "",
              secrets: [code],
            }}
          />
        </>
      ) : (
        <Notice tone="wait" role="alert" icon={<IconClockOff size={18} />} title="The code has expired">
          If {admin.name} has not used it, make a new one from the list of administrators.
        </Notice>
      )}
      <Text fw={600}>What {admin.name} has to do</Text>
      <List type="ordered" spacing={4}>
        <List.Item>Open the sign-in of this console and choose “I have a one-time code”.</List.Item>
        <List.Item>Type the name {admin.name} and this code.</List.Item>
        <List.Item>
          {admin.status === "reset" ? "Type the existing password" : "Choose a password"}, and scan the QR code with an
          authenticator app.
        </List.Item>
      </List>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
