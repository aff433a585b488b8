import { Button, Group, Stack, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useConsole } from "../../app/session.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import type { AnyForm, FieldProps } from "../../form/use-contract-form.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { StepHead } from "../../ui/StepHead.tsx";

interface ProofFrameProps {
  title: string;
  introduction: string;
  form: AnyForm;
  name: FieldProps<string>;
  /** The fields below the name. */
  children: ReactNode;
}

/** The form of the first step: a name, what proves it, and the way back to the sign-in. */
export function ProofFrame({ title, introduction, form, name, children }: ProofFrameProps) {
  const { setFlow } = useConsole();
  return (
    <form {...form.element}>
      <Stack gap="lg">
        <StepHead title={title}>{introduction}</StepHead>
        <TextInput label="Name" autoComplete="username" spellCheck={false} maxLength={128} {...name} autoFocus />
        {children}
        <FormNotice form={form} />
        <Group justify="space-between">
          <Button variant="default" onClick={() => setFlow(null)}>
            Back to sign-in
          </Button>
          <Button type="submit" loading={form.busy} disabled={!form.isReady}>
            {afterWait(form.wait, "Next")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
