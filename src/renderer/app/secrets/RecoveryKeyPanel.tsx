import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { crockfordKey } from "#shared/model/typed.ts";
import { groupsOfFour } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { SecretText } from "../../ui/SecretText.tsx";
import { StepHead } from "../../ui/StepHead.tsx";
import { SheetActions } from "./SheetActions.tsx";

interface RecoveryKeyPanelProps {
  recoveryKey: string;
  /** Whose console it opens. */
  subject: string;
  organisation: string;
  /** What the key is for. */
  children: ReactNode;
  doneLabel?: string;
  onDone: () => void;
}

/** A recovery key, shown only once; then one group of it is asked for, to check the copy. */
export function RecoveryKeyPanel(props: RecoveryKeyPanelProps) {
  const [asking, setAsking] = useState(false);
  return asking ? (
    <ProveCopy {...props} onBack={() => setAsking(false)} />
  ) : (
    <ShowKey {...props} onNext={() => setAsking(true)} />
  );
}

function ShowKey(props: RecoveryKeyPanelProps & { onNext: () => void }) {
  const { recoveryKey, subject, organisation, children, onNext } = props;
  return (
    <Stack gap="lg">
      <StepHead title="Recovery key">{children}</StepHead>
      <SecretText label="Recovery key" secret={recoveryKey} numbered />
      <SheetActions sheet={{ kind: "recovery-key", subject, organisation, secrets: [recoveryKey] }} />
      <Notice tone="info" icon={<IconKey size={18} />} title="Keep it away from this computer">
        Print it or copy it by hand, and keep it in a safe place. It is not shown again.
      </Notice>
      <Group justify="flex-end">
        <Button onClick={onNext} data-autofocus>
          I have stored it
        </Button>
      </Group>
    </Stack>
  );
}

function ProveCopy(props: RecoveryKeyPanelProps & { onBack: () => void }) {
  const { recoveryKey, doneLabel = "Next", onDone, onBack } = props;
  const groups = groupsOfFour(recoveryKey);
  const [asked] = useState(() => randomIndex(groups.length));
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = () => {
    if (sameGroup(typed, groups[asked] ?? "")) onDone();
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
        <StepHead title="Check your copy">Type one group of four characters from the copy you made.</StepHead>
        <TextInput
          label={`Type group ${asked + 1}`}
          value={typed}
          maxLength={16}
          autoComplete="off"
          spellCheck={false}
          w={220}
          size="md"
          classNames={{ input: "mono" }}
          error={wrong ? "This does not match. Check your copy." : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setWrong(false);
          }}
          autoFocus
        />
        <Text size="sm" c="dimmed">
          Upper and lower case do not matter.
        </Text>
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Show the key again
          </Button>
          <Button type="submit" disabled={typed.trim() === ""}>
            {doneLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const randomIndex = (length: number): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % length;

const sameGroup = (typed: string, group: string): boolean => crockfordKey(typed) === crockfordKey(group);
