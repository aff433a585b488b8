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

/** The key under which everything is encrypted, and its rotation. */
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
  // The new recovery key is on paper before anything is rotated; after an error no second one is made.
  const submit = () => (newKey ? rotateTo(newKey.recoveryKey) : prepare.mutate({}));

  if (rotate.isPending) {
    return (
      <Section title="Rotating the key" description="Nothing changes until it is done.">
        <ProgressPanel
          title="Rotating the key"
          progress={rotate.progress}
          phaseLabel={() => "Re-encrypting everything"}
          unitOf={() => "things"}
          onCancel={rotate.cancel}
        />
      </Section>
    );
  }
  if (newKey && !newKey.isProven) {
    return (
      <Section title="Before the rotation" description="Nothing has been rotated yet.">
        <NewKey
          recoveryKey={newKey.recoveryKey}
          doneLabel="Rotate the key now"
          onDone={() => rotateTo(newKey.recoveryKey)}
        />
        <LeavingNotice />
      </Section>
    );
  }
  return (
    <Section
      title="Data key"
      description="Rotate it if an unauthorised person may have had a passphrase or the recovery key together with a copy of the database."
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
            Rotate the key
          </Button>
          <Text size="sm" c="dimmed">
            You are asked before anything happens.
          </Text>
        </Group>
      )}
    </Section>
  );
}
