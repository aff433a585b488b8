import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import type { VaultStatus } from "#shared/contract/vault.ts";
import { useAction } from "../../ipc/hooks.ts";
import { counted } from "../../ui/format.ts";
import { ProgressPanel } from "../../ui/ProgressPanel.tsx";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { LeavingNotice, NewKey, type Shown } from "./Ceremony.tsx";
import { RotateForm } from "./RotateForm.tsx";
import { keepable, noneKept, passphrasesOf } from "./kept.ts";
import classes from "./VaultPage.module.css";

interface DataKeySectionProps {
  status: VaultStatus;
  onShow: (shown: Shown) => void;
}

const shownOf = ({ resealed, dropped }: OutputOf<"vault.rotate">): Shown => ({ what: "new keys", resealed, dropped });

/** The key under which everything is encrypted, and its exchange. */
export function DataKeySection({ status, onShow }: DataKeySectionProps) {
  const [asking, setAsking] = useState(false);
  const [kept, setKept] = useState(noneKept);
  const rotate = useAction("vault.rotate", (output) => onShow(shownOf(output)));
  const slots = status.slots.filter(keepable);
  const [newKey, setNewKey] = useState<{ recoveryKey: string; isProven: boolean } | null>(null);
  const prepare = useAction("vault.prepareRecoveryKey", ({ recoveryKey }) =>
    setNewKey({ recoveryKey: recoveryKey ?? "", isProven: false }),
  );
  const close = () => {
    rotate.reset();
    prepare.reset();
    setKept(noneKept);
    setNewKey(null);
    setAsking(false);
  };
  const rotateTo = (recoveryKey: string) => {
    setNewKey({ recoveryKey, isProven: true });
    rotate.mutate({ passphrases: passphrasesOf(slots, kept), recoveryKey });
  };
  // The new recovery key is on paper before anything is exchanged; after a refusal it is not made once more.
  const submit = () => (newKey ? rotateTo(newKey.recoveryKey) : prepare.mutate({}));

  if (rotate.isPending) {
    return (
      <Section title="Exchanging the keys" description="Until it is done, everything stays as it was.">
        <ProgressPanel
          title="Exchanging the keys"
          progress={rotate.progress}
          phaseLabel={() => "Encrypting everything anew"}
          unitOf={() => "things"}
          onCancel={rotate.cancel}
        />
      </Section>
    );
  }
  if (newKey && !newKey.isProven) {
    return (
      <Section title="Before the exchange" description="Nothing is exchanged yet.">
        <NewKey
          recoveryKey={newKey.recoveryKey}
          doneLabel="Exchange the key now"
          onDone={() => rotateTo(newKey.recoveryKey)}
        />
        <LeavingNotice />
      </Section>
    );
  }
  return (
    <Section
      title="The key itself"
      description="Exchange it when somebody who should not may have had a passphrase or the recovery key together with a copy of the store."
    >
      <dl className={classes.facts}>
        <dt>In use since</dt>
        <dd>
          <TimeText at={status.keyCreatedAt} />
        </dd>
        <dt>Encrypted with it</dt>
        <dd>{counted(status.sealedValues, "secret", "secrets")}</dd>
      </dl>
      {asking ? (
        <RotateForm
          slots={slots}
          kept={kept}
          onKept={setKept}
          error={rotate.error ?? prepare.error}
          onSubmit={submit}
          onCancel={close}
        />
      ) : (
        <Group gap="sm">
          <Button variant="default" onClick={() => setAsking(true)}>
            Exchange the key
          </Button>
          <Text size="sm" c="dimmed">
            It asks before anything is done.
          </Text>
        </Group>
      )}
    </Section>
  );
}
