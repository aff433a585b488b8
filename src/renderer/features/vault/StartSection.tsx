import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { VaultStatus } from "#shared/contract/vault.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Section } from "../../ui/Section.tsx";

/** How the console opens when it is started. */
export function StartSection({ status }: { status: VaultStatus }) {
  const { passphraseAtStart, keychainReachable, slots } = status;
  const bound = slots.some(({ kind }) => kind === "keychain");
  const [dialog, setDialog] = useState<"start" | "bind" | null>(null);
  const close = () => setDialog(null);
  return (
    <Section title="At the start" description="Who opens the console when it is started on this computer.">
      <Text>{startInWords(passphraseAtStart, bound)}</Text>
      {!keychainReachable && (
        <Text size="sm" c="dimmed">
          This computer&apos;s keychain cannot be reached now.
        </Text>
      )}
      <Group gap="sm">
        <Button variant="default" onClick={() => setDialog("start")}>
          {passphraseAtStart ? "Let the keychain open it" : "Ask for a passphrase at every start"}
        </Button>
        {!passphraseAtStart && (
          <Button variant="default" disabled={!keychainReachable} onClick={() => setDialog("bind")}>
            Bind to this computer&apos;s keychain
          </Button>
        )}
      </Group>
      <AtStartDialog opened={dialog === "start"} required={!passphraseAtStart} onClose={close} />
      <BindDialog opened={dialog === "bind"} onClose={close} />
    </Section>
  );
}

function startInWords(passphraseAtStart: boolean, bound: boolean): string {
  if (passphraseAtStart) return "A person types a passphrase at every start. The keychain never opens the console.";
  return bound
    ? "This computer's keychain opens the console by itself."
    : "The keychain does not hold the key, so a passphrase is asked for at the start.";
}

interface DialogProps {
  opened: boolean;
  onClose: () => void;
}

function AtStartDialog({ opened, required, onClose }: DialogProps & { required: boolean }) {
  const set = useAction("vault.setPassphraseAtStart");
  const close = () => {
    set.reset();
    onClose();
  };
  const run = () =>
    set.mutate(
      { required },
      {
        onSuccess: () => {
          notifications.show({
            title: "Saved",
            message: required ? "The next start asks for a passphrase." : "The next start needs no passphrase.",
          });
          close();
        },
      },
    );
  return (
    <ConfirmDialog
      opened={opened}
      title={required ? "Ask for a passphrase at every start?" : "Let the keychain open the console?"}
      consequences={
        required
          ? [
              "The key is taken out of this computer's keychain.",
              "Whoever starts the console needs a passphrase. Be sure that somebody who is there has one.",
            ]
          : [
              "This computer's keychain holds the key again and opens the console by itself.",
              "Whoever is signed in to this computer can then start the console; signing in to it is still asked for.",
            ]
      }
      confirmLabel={required ? "Ask at every start" : "Let the keychain open it"}
      busy={set.isPending}
      error={set.error}
      onConfirm={run}
      onClose={close}
    />
  );
}

function BindDialog({ opened, onClose }: DialogProps) {
  const bind = useAction("vault.bindKeychain");
  const close = () => {
    bind.reset();
    onClose();
  };
  const run = () =>
    bind.mutate(
      {},
      {
        onSuccess: () => {
          notifications.show({ title: "Bound", message: "This computer's keychain holds a new key." });
          close();
        },
      },
    );
  return (
    <ConfirmDialog
      opened={opened}
      title="Bind to this computer's keychain?"
      consequences={[
        "The keychain of this computer and of the person who is signed in to it gets a new key.",
        "Keychains that opened the console before no longer do.",
      ]}
      confirmLabel="Bind"
      busy={bind.isPending}
      error={bind.error}
      onConfirm={run}
      onClose={close}
    />
  );
}
