import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Consequences } from "./Consequences.tsx";
import { ErrorNotice, type ShownError } from "./ErrorNotice.tsx";
import { Modal } from "./Modal.tsx";

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  /** What will happen, one line each. */
  consequences: readonly ReactNode[];
  /** Names the action, not "OK". */
  confirmLabel: string;
  cancelLabel?: string;
  destructive?: boolean;
  busy?: boolean;
  error?: ShownError | null;
  /** Asked for along with the confirmation, such as a reason. */
  children?: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({
  opened,
  title,
  consequences,
  confirmLabel,
  cancelLabel = "Cancel",
  destructive = false,
  busy = false,
  error = null,
  children,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeOnClickOutside={!busy}>
      <Stack gap="md">
        <Consequences of={consequences} />
        {children}
        <ErrorNotice error={error} onRetry={onConfirm} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={busy}>
            {cancelLabel}
          </Button>
          <Button {...(destructive ? { color: "red.9" } : {})} loading={busy} onClick={onConfirm} data-autofocus>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
