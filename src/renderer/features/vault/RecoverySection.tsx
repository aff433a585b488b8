import { Button, Group, Text } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import { useState } from "react";
import type { VaultSlot, VaultStatus } from "#shared/contract/vault.ts";
import { isRecovery, untestedInWords, untestedRecovery } from "../../app/recovery-key.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import type { Shown } from "./Ceremony.tsx";
import { CheckDialog } from "./CheckDialog.tsx";
import { MakeSharesDialog } from "./MakeSharesDialog.tsx";
import { overdueRecovery, slotInWords } from "./slot-words.ts";

interface RecoverySectionProps {
  status: VaultStatus;
  onShow: (shown: Shown) => void;
}

/** The recovery key: testing and replacing it. */
export function RecoverySection({ status, onShow }: RecoverySectionProps) {
  const [now] = useState(() => Date.now());
  const [dialog, setDialog] = useState<"check" | "replace" | "shares" | null>(null);
  const close = () => setDialog(null);
  const slot = status.slots.find(isRecovery) ?? null;
  const untested = untestedRecovery(status.slots) ?? overdueRecovery(status.slots, now);
  return (
    <Section title="Recovery key" description="It opens the console when the keychain and every passphrase are lost.">
      {untested && <Untested slot={untested} onTest={() => setDialog("check")} />}
      <Text>
        {slot === null
          ? "There is no recovery key. Make one now: without it, everyone may have to be enrolled again one day."
          : slot.kind === "shares"
            ? `${slotInWords(slot)}. No single person can use it.`
            : "One key on one page. It can also be split into shares for several people, so that no single person can use it."}
      </Text>
      <Group gap="sm">
        {slot && (
          <Button variant="default" onClick={() => setDialog("check")}>
            Test this key
          </Button>
        )}
        <Button variant="default" onClick={() => setDialog("replace")}>
          Make a new recovery key
        </Button>
        <Button variant="default" onClick={() => setDialog("shares")}>
          Make shares
        </Button>
      </Group>
      <CheckDialog slot={dialog === "check" ? slot : null} onClose={close} />
      <ActDialog act={dialog === "replace" ? replacement(onShow) : null} onClose={close} />
      <MakeSharesDialog opened={dialog === "shares"} onClose={close} onShow={onShow} />
    </Section>
  );
}

function Untested({ slot, onTest }: { slot: VaultSlot; onTest: () => void }) {
  const { kind, checkedAt } = slot;
  return (
    <Notice
      tone={checkedAt === null ? "bad" : "wait"}
      icon={<IconClockExclamation size={18} />}
      title={
        checkedAt === null
          ? untestedInWords(slot)
          : kind === "shares"
            ? "The shares have not been tested for more than 90 days"
            : "The recovery key has not been tested for more than 90 days"
      }
    >
      <Group justify="space-between" gap="sm">
        <span>
          {checkedAt === null ? (
            "Make sure that what you have on paper opens the console."
          ) : (
            <>
              Last tested: <TimeText at={checkedAt} />. Make sure it is still where you put it.
            </>
          )}
        </span>
        <Button size="compact-sm" variant="default" onClick={onTest}>
          Test it now
        </Button>
      </Group>
    </Notice>
  );
}

const replacement = (onShow: (shown: Shown) => void): Act => ({
  procedure: "vault.prepareRecoveryKey",
  input: {},
  title: "Make a new recovery key?",
  consequences: [
    "The new one is shown once. Print it or copy it by hand.",
    "Once you have proved your copy, the present recovery key, or its shares, no longer open the console.",
  ],
  confirmLabel: "Make a new one",
  onAnswer: ({ recoveryKey }) => onShow({ what: "recovery key", recoveryKey: recoveryKey ?? "" }),
});
