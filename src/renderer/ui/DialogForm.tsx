import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { ErrorNotice, type ShownError } from "./ErrorNotice.tsx";

interface DialogFormProps {
  /** What is asked for. */
  children: ReactNode;
  /** Names the act, not "OK". */
  submitLabel: string;
  destructive?: boolean;
  /** Where there is no field to begin with. */
  focusSubmit?: boolean;
  /** Whether all that is asked for is there. */
  complete?: boolean;
  busy?: boolean;
  error: ShownError | null;
  /** Fields that say their part of the error themselves. */
  marked?: readonly string[];
  /** Whether the error offers to try again: not where a try counts. */
  retry?: boolean;
  onSubmit: () => void;
  onCancel: () => void;
}

/** The inside of a dialog that asks for something: fields, what went wrong, "Cancel" and the act. Enter does it. */
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
