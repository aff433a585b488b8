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
    <Section title="At start-up" description="What opens the console when it starts on this computer.">
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
    ? "This computer's keychain opens the console automatically."
    : "The keychain does not have the key, so a passphrase is needed at start-up.";
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
              "The key is removed from this computer's keychain.",
              "Anyone who starts the console needs a passphrase. Make sure that somebody on site has one.",
            ]
          : [
              "This computer's keychain stores the key again and opens the console automatically.",
              "Anyone who is signed in to this computer can then start the console, but still has to sign in to it.",
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
          notifications.show({ title: "Bound", message: "This computer's keychain has a new key." });
          close();
        },
      },
    );
  return (
    <ConfirmDialog
      opened={opened}
      title="Bind to this computer's keychain?"
      consequences={[
        "The keychain of the account that is signed in to this computer gets a new key.",
        "Keychains that were bound before no longer open the console.",
      ]}
      confirmLabel="Bind"
      busy={bind.isPending}
      error={bind.error}
      onConfirm={run}
      onClose={close}
    />
  );
}
