import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useState } from "react";
import { SheetActions } from "../../app/secrets/SheetActions.tsx";
import { groupsOfFour } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { SecretText } from "../../ui/SecretText.tsx";
import { StepHead } from "./StepHead.tsx";
import type { SetupSecrets } from "./setup-state.ts";

interface RecoveryStepProps {
  secrets: SetupSecrets;
  onNext: () => void;
}

const opening: Record<SetupSecrets["opensWith"], string> = {
  keychain: "this computer's keychain opens the console by itself",
  passphrase: "the passphrase opens the console",
  password: "your password opens the console",
};

/** Shows the recovery key, then asks for one group of it from the copy that was made. */
export function RecoveryStep({ secrets, onNext }: RecoveryStepProps) {
  const [asking, setAsking] = useState(false);
  return asking ? (
    <ProveCopy secrets={secrets} onBack={() => setAsking(false)} onNext={onNext} />
  ) : (
    <ShowKey secrets={secrets} onNext={() => setAsking(true)} />
  );
}

function ShowKey({ secrets, onNext }: RecoveryStepProps) {
  return (
    <Stack gap="lg">
      <StepHead title="Recovery key">
        Normally {opening[secrets.opensWith]}. If that is ever lost, only this key opens it. Without the key, everyone
        would have to be enrolled anew.
      </StepHead>
      <SecretText label="Recovery key" secret={secrets.recoveryKey} numbered />
      <SheetActions
        sheet={{
          kind: "recovery-key",
          subject: `Console of ${secrets.owner}`,
          organisation: secrets.organisation,
          secrets: [secrets.recoveryKey],
        }}
      />
      <Notice tone="info" icon={<IconKey size={18} />} title="Keep it away from this computer">
        Print it or copy it by hand, and put it where you keep what must not be lost. It is shown now and never again.
      </Notice>
      <Group justify="flex-end">
        <Button onClick={onNext}>I have stored it</Button>
      </Group>
    </Stack>
  );
}

function ProveCopy({ secrets, onBack, onNext }: RecoveryStepProps & { onBack: () => void }) {
  const groups = groupsOfFour(secrets.recoveryKey);
  const [asked] = useState(() => randomIndex(groups.length));
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = () => {
    if (sameGroup(typed, groups[asked] ?? "")) onNext();
    else setWrong(true);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="lg">
        <StepHead title="Is your copy right?">Take the copy you made and type one of its groups of four.</StepHead>
        <TextInput
          label={`Type group ${asked + 1}`}
          value={typed}
          maxLength={16}
          autoComplete="off"
          spellCheck={false}
          w={220}
          size="md"
          classNames={{ input: "mono" }}
          error={wrong ? "That is not this group. Look at your copy again." : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setWrong(false);
          }}
          autoFocus
        />
        <Text size="sm" c="dimmed">
          Capital and small letters are the same.
        </Text>
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Show the key again
          </Button>
          <Button type="submit" disabled={typed.trim() === ""}>
            Next
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const randomIndex = (length: number): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % length;

/** Crockford's base32 reads O as 0 and I and L as 1. */
const canonical = (text: string): string =>
  text.replaceAll(/[\s-]/gu, "").toUpperCase().replaceAll("O", "0").replaceAll(/[IL]/gu, "1");

const sameGroup = (typed: string, group: string): boolean => canonical(typed) === canonical(group);
