import { Button, Text } from "@mantine/core";
import { useState } from "react";
import type { Account } from "#shared/contract/account.ts";
import type { ShownCodes } from "../../app/secrets/BackupCodesPanel.tsx";
import { CodesLeft, renewalConsequences } from "../../app/secrets/CodesLeft.tsx";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { Section } from "../../ui/Section.tsx";

interface CodesSectionProps {
  account: Account;
  onCodes: (codes: ShownCodes) => void;
}

/** How many backup codes are left, and new ones. */
export function CodesSection({ account, onCodes }: CodesSectionProps) {
  const [asking, setAsking] = useState(false);
  const renewal: Act = {
    procedure: "account.regenerateBackupCodes",
    input: {},
    title: "Make new backup codes?",
    consequences: renewalConsequences,
    confirmLabel: "Make new codes now",
    destructive: true,
    onAnswer: onCodes,
  };
  const { backupCodes } = account;
  return (
    <Section
      title="Backup codes"
      description="Each works once, in place of a code from the app."
      actions={
        account.authenticators.length > 0 && (
          <Button variant="default" onClick={() => setAsking(true)}>
            Make new codes
          </Button>
        )
      }
    >
      {backupCodes ? <CodesLeft status={backupCodes} /> : <Text>You have none.</Text>}
      <ActDialog act={asking ? renewal : null} onClose={() => setAsking(false)} />
    </Section>
  );
}
