import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { afterWait } from "../ui/after-wait.ts";
import { FormNotice } from "./FormNotice.tsx";
import type { AnyForm } from "./use-contract-form.ts";

interface DialogFormProps {
  form: AnyForm;
  /** What is asked for. */
  children: ReactNode;
  /** Names the action, not "OK". */
  submitLabel: string;
  destructive?: boolean;
  /** If there is no field to start with. */
  focusSubmit?: boolean;
  cancelLabel?: string;
  onCancel: () => void;
}

/** The contents of a dialog that asks for something: fields, errors, "Cancel" and the action, which Enter triggers. */
export function DialogForm(props: DialogFormProps) {
  const { form, children, submitLabel, destructive = false, focusSubmit = false } = props;
  const { cancelLabel = "Cancel", onCancel } = props;
  return (
    <form {...form.element}>
      <Stack gap="md">
        {children}
        <FormNotice form={form} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            {cancelLabel}
          </Button>
          <Button
            type="submit"
            loading={form.busy}
            disabled={!form.isReady}
            {...(destructive ? { color: "red.9" } : {})}
            {...(focusSubmit ? { "data-autofocus": true } : {})}
          >
            {afterWait(form.wait, submitLabel)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
