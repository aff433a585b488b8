import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { plainCode } from "#shared/model/typed.ts";
import type { Token } from "#shared/model/records.ts";
import { useMay } from "../../app/may.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { ThreeCodesForm } from "../../form/ThreeCodesForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { driftInWords } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";

interface ResyncTokenProps {
  token: Token;
  opened: boolean;
  onClose: () => void;
}

/** Resynchronises an authenticator whose clock or counter is off, with two codes in a row. */
export function ResyncToken({ token, opened, onClose }: ResyncTokenProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Resynchronise ${token.label}`} closeOnClickOutside={false}>
      <ResyncBody token={token} onClose={onClose} />
    </Modal>
  );
}

function ResyncBody({ token, onClose }: Omit<ResyncTokenProps, "opened">) {
  const [done, setDone] = useState<OutputOf<"tokens.resync"> | null>(null);
  const [far, setFar] = useState(false);
  const mayFar = useMay("tokens.resyncFar");
  if (done) return <InStep token={token} done={done} onClose={onClose} />;
  if (far) return <FarForm token={token} onDone={setDone} onClose={onClose} />;
  return (
    <Stack gap="sm">
      <ResyncForm token={token} onDone={setDone} onClose={onClose} />
      {mayFar && (
        <Anchor component="button" type="button" size="sm" onClick={() => setFar(true)}>
          It is too far off: use three codes
        </Anchor>
      )}
    </Stack>
  );
}

function FarForm({ token, onDone, onClose }: ResyncFormProps) {
  return (
    <ThreeCodesForm
      kind={token.kind}
      procedure="tokens.resyncFar"
      of={{ tokenId: token.id }}
      onDone={onDone}
      onCancel={onClose}
    />
  );
}

interface ResyncFormProps {
  token: Token;
  onDone: (done: OutputOf<"tokens.resync">) => void;
  onClose: () => void;
}

function ResyncForm({ token, onDone, onClose }: ResyncFormProps) {
  const secondInput = useRef<HTMLInputElement>(null);
  const form = useContractForm({
    procedure: "tokens.resync",
    initial: { first: "", second: "" },
    input: (codes) => ({ tokenId: token.id, ...codes }),
    ready: ({ first, second }) => first.trim() !== "" && second.trim() !== "",
    onDone,
  });
  const { first } = form.values;
  const next =
    token.kind === "totp"
      ? "The next code, which appears when the first expires"
      : "The next code: press the button again";
  return (
    <DialogForm form={form} submitLabel="Resynchronise" onCancel={onClose}>
      <Text>Two consecutive codes from this authenticator show how far its clock is off. Both codes are used up.</Text>
      <CodeInput
        label="First code"
        data-autofocus
        {...form.field("first")}
        digits={token.digits}
        onWhole={() => {
          secondInput.current?.focus();
          return false;
        }}
        busy={form.busy}
      />
      <CodeInput
        ref={secondInput}
        label="Second code"
        description={next}
        {...form.field("second")}
        digits={token.digits}
        onWhole={(code) => plainCode(first) !== code && form.submit({ second: code })}
        busy={form.busy}
        refused={form.error}
      />
    </DialogForm>
  );
}

interface InStepProps {
  token: Token;
  done: OutputOf<"tokens.resync">;
  onClose: () => void;
}

function InStep({ token, done, onClose }: InStepProps) {
  return (
    <Stack gap="md">
      <Notice tone="good" role="status" icon={<IconCircleCheck size={20} />} title={`${token.label} is resynchronised`}>
        {token.kind === "totp" && `${driftInWords(done.driftSteps, token.period)}. The console allows for this.`}
      </Notice>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
