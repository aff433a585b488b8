import { Button, Text } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { BackupCodesPanel, type ShownCodes } from "../../app/secrets/BackupCodesPanel.tsx";
import { CodesLeft, renewalConsequences } from "../../app/secrets/CodesLeft.tsx";
import { useMay } from "../../app/may.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import classes from "./BackupCodesSection.module.css";

type Person = OutputOf<"users.get">;

export function BackupCodesSection({ person }: { person: Person }) {
  const enrolled = person.tokens.some((token) => token.status === "active");
  const mayRenew = useMay("tokens.regenerateBackupCodes") && enrolled && person.status === "active";
  return (
    <Section title="Backup codes">
      {person.backupCodes ? (
        <>
          <CodesLeft status={person.backupCodes} />
          <EachCode usedAt={person.backupCodes.usedAt} />
        </>
      ) : (
        <Text c="dimmed">None yet. They are made with the first authenticator.</Text>
      )}
      {mayRenew && <Renew person={person} />}
    </Section>
  );
}

/** The console does not know the codes themselves, only their position on the sheet. */
function EachCode({ usedAt }: { usedAt: readonly (number | null)[] }) {
  return (
    <ol className={classes.codes} aria-label="State of each code">
      {usedAt.map((at, index) => (
        <li key={index} data-used={at !== null || undefined}>
          {at === null ? (
            "Not used"
          ) : (
            <>
              Used <TimeText at={at} />
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

function Renew({ person }: { person: Person }) {
  const [asking, setAsking] = useState(false);
  const [codes, setCodes] = useState<ShownCodes | null>(null);
  const name = person.name || person.username;
  const renewal: Act = {
    procedure: "tokens.regenerateBackupCodes",
    input: { user: { id: person.id } },
    reason: "optional",
    title: `Make new backup codes for ${name}?`,
    consequences: renewalConsequences,
    confirmLabel: "Make new codes now",
    destructive: true,
    onAnswer: setCodes,
  };
  return (
    <>
      <Button variant="default" w="fit-content" onClick={() => setAsking(true)}>
        Make new codes
      </Button>
      <ActDialog act={asking ? renewal : null} onClose={() => setAsking(false)} />
      <NewCodes person={person} codes={codes} onDone={() => setCodes(null)} />
    </>
  );
}

interface NewCodesProps {
  person: Person;
  codes: ShownCodes | null;
  onDone: () => void;
}

/** Stays open until the codes are acknowledged: they are not shown again. */
function NewCodes({ person, codes, onDone }: NewCodesProps) {
  const name = person.name || person.username;
  return (
    <Modal
      opened={codes !== null}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={`New backup codes for ${name}`}
      size="lg"
    >
      <BackupCodesPanel
        codes={codes}
        subject={person.username}
        acknowledgement={`${name} has these codes`}
        doneLabel="Done"
        onDone={onDone}
      />
    </Modal>
  );
}
