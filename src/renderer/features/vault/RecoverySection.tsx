import { Button, Group, Text } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import { useState } from "react";
import type { VaultSlot, VaultStatus } from "#shared/contract/vault.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import type { Shown } from "./Ceremony.tsx";
import { CheckDialog } from "./CheckDialog.tsx";
import { MakeSharesDialog } from "./MakeSharesDialog.tsx";
import { isRecovery, slotInWords, uncheckedRecovery } from "./slot-words.ts";

interface RecoverySectionProps {
  status: VaultStatus;
  onShow: (shown: Shown) => void;
}

/** The recovery key: whether it is still there, and a new one. */
export function RecoverySection({ status, onShow }: RecoverySectionProps) {
  const [now] = useState(() => Date.now());
  const [dialog, setDialog] = useState<"check" | "replace" | "shares" | null>(null);
  const close = () => setDialog(null);
  const slot = status.slots.find(isRecovery) ?? null;
  return (
    <Section
      title="Recovery key"
      description="When the keychain and every passphrase are lost, it is what brings the console back."
    >
      {uncheckedRecovery(status.slots, now) && slot && <Unchecked slot={slot} onCheck={() => setDialog("check")} />}
      <Text>
        {slot === null
          ? "There is no recovery key. Make one now: without it, everyone would have to be enrolled anew."
          : slot.kind === "shares"
            ? `${slotInWords(slot)}. No single person can use it.`
            : "One key on one page. It can also be cut into shares for several people, so that no single one can use it."}
      </Text>
      <Group gap="sm">
        {slot && (
          <Button variant="default" onClick={() => setDialog("check")}>
            Do you still have it?
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
      <ReplaceDialog opened={dialog === "replace"} onClose={close} onShow={onShow} />
      <MakeSharesDialog opened={dialog === "shares"} onClose={close} onShow={onShow} />
    </Section>
  );
}

function Unchecked({ slot, onCheck }: { slot: VaultSlot; onCheck: () => void }) {
  return (
    <Notice
      tone="wait"
      icon={<IconClockExclamation size={18} />}
      title={
        slot.kind === "shares"
          ? "Nobody has checked the shares for more than 90 days"
          : "Nobody has checked the recovery key for more than 90 days"
      }
    >
      <Group justify="space-between" gap="sm">
        <span>
          Last time: <TimeText at={slot.checkedAt ?? slot.createdAt} />. Find out whether it is still where you put it.
        </span>
        <Button size="compact-sm" variant="default" onClick={onCheck}>
          Check it now
        </Button>
      </Group>
    </Notice>
  );
}

interface ReplaceDialogProps {
  opened: boolean;
  onClose: () => void;
  onShow: (shown: Shown) => void;
}

function ReplaceDialog({ opened, onClose, onShow }: ReplaceDialogProps) {
  const replace = useAction("vault.prepareRecoveryKey", ({ recoveryKey }) =>
    onShow({ what: "recovery key", recoveryKey: recoveryKey ?? "" }),
  );
  const close = () => {
    replace.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      title="Make a new recovery key?"
      consequences={[
        "The new one is shown once, to be printed or copied by hand.",
        "Once you have proved your copy, the present recovery key, or its shares, no longer open the console.",
      ]}
      confirmLabel="Make a new one"
      busy={replace.isPending}
      error={replace.error}
      onConfirm={() => replace.mutate({})}
      onClose={close}
    />
  );
}
