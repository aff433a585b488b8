import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";

/** Ways out of a dialog without doing what it offers. */
export interface DialogWays {
  onCancel: () => void;
  /** Closes it and keeps the request. */
  onLater?: () => void;
}

export function DialogActions({ onCancel, onLater, children }: DialogWays & { children: ReactNode }) {
  return (
    <Group justify="flex-end" gap="sm">
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
      {onLater && (
        <Button variant="default" onClick={onLater}>
          Keep it waiting
        </Button>
      )}
      {children}
    </Group>
  );
}
