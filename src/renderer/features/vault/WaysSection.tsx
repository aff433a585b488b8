import { Button, Group, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { VaultSlot, VaultStatus } from "#shared/contract/vault.ts";
import { isRecovery } from "../../app/recovery-key.ts";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { CheckDialog } from "./CheckDialog.tsx";
import { PassphraseDialog } from "./PassphraseDialog.tsx";
import { RemoveDialog } from "./RemoveDialog.tsx";
import { slotHelp, slotInWords } from "./slot-words.ts";
import classes from "./VaultPage.module.css";

type Acting = { act: "add" } | { act: "change" | "remove" | "check"; slot: VaultSlot };

/** Everything that opens the keys. */
export function WaysSection({ status }: { status: VaultStatus }) {
  const [acting, setActing] = useState<Acting | null>(null);
  const close = () => setActing(null);
  const on = (act: Acting["act"]) => (acting && acting.act === act && "slot" in acting ? acting.slot : null);
  return (
    <Section
      title="What opens the console"
      description="Each of these opens everything. Keep only as many as you need."
      actions={
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setActing({ act: "add" })}>
          Add a passphrase
        </Button>
      }
    >
      <ul className={classes.slots} aria-label="What opens the console">
        {status.slots.map((slot) => (
          <li key={slot.id} className={classes.slot}>
            <Facts slot={slot} />
            <Acts slot={slot} onAct={(act) => setActing({ act, slot })} />
          </li>
        ))}
      </ul>
      <PassphraseDialog opened={acting?.act === "add"} slot={null} onClose={close} />
      <PassphraseDialog opened={acting?.act === "change"} slot={on("change")} onClose={close} />
      <CheckDialog slot={on("check")} onClose={close} />
      <RemoveDialog slot={on("remove")} onClose={close} />
    </Section>
  );
}

function Facts({ slot }: { slot: VaultSlot }) {
  return (
    <Stack gap={2} miw={0}>
      <Text fw={600} className="breakable">
        {slotInWords(slot)}
      </Text>
      <Text size="sm" c="dimmed">
        {slotHelp[slot.kind]}
      </Text>
      <Text size="sm" c="dimmed">
        Made <TimeText at={slot.createdAt} />
        {slot.kind !== "keychain" && slot.checkedAt === null && " · not tested yet"}
        {slot.checkedAt !== null && (
          <>
            {" · last tested "}
            <TimeText at={slot.checkedAt} />
          </>
        )}
      </Text>
    </Stack>
  );
}

function Acts({ slot, onAct }: { slot: VaultSlot; onAct: (act: "change" | "remove" | "check") => void }) {
  const name = slotInWords(slot);
  const isKeychain = slot.kind === "keychain";
  // The section below decides over this computer's own.
  if (isKeychain && slot.desk?.here !== false) return null;
  return (
    <Group gap="xs">
      {!isKeychain && (
        <Button size="compact-sm" variant="default" aria-label={`Test: ${name}`} onClick={() => onAct("check")}>
          Test
        </Button>
      )}
      {slot.kind === "passphrase" && (
        <Button size="compact-sm" variant="default" aria-label={`Change: ${name}`} onClick={() => onAct("change")}>
          Change
        </Button>
      )}
      {!isRecovery(slot) && (
        <Button size="compact-sm" variant="default" aria-label={`Remove: ${name}`} onClick={() => onAct("remove")}>
          Remove
        </Button>
      )}
    </Group>
  );
}
