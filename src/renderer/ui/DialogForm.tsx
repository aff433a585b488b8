import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { ErrorNotice, type ShownError } from "./ErrorNotice.tsx";

interface DialogFormProps {
  /** What is asked for. */
  children: ReactNode;
  /** Names the action, not "OK". */
  submitLabel: string;
  destructive?: boolean;
  /** If there is no field to start with. */
  focusSubmit?: boolean;
  /** Whether everything that is asked for is there. */
  complete?: boolean;
  busy?: boolean;
  error: ShownError | null;
  /** Fields that show their own part of the error. */
  marked?: readonly string[];
  /** Whether the error offers to try again: not if each attempt counts. */
  retry?: boolean;
  onSubmit: () => void;
  onCancel: () => void;
}

/** The contents of a dialog that asks for something: fields, errors, "Cancel" and the action, which Enter triggers. */
export function DialogForm({
  children,
  submitLabel,
  destructive = false,
  focusSubmit = false,
  complete = true,
  busy = false,
  error,
  marked = [],
  retry = true,
  onSubmit,
  onCancel,
}: DialogFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (complete && !busy) onSubmit();
      }}
    >
      <Stack gap="md">
        {children}
        <ErrorNotice error={error} marked={marked} {...(retry ? { onRetry: onSubmit } : {})} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={!complete}
            {...(destructive ? { color: "red.9" } : {})}
            {...(focusSubmit ? { "data-autofocus": true } : {})}
          >
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
