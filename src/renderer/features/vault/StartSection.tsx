import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import type { VaultStatus } from "#shared/contract/vault.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { Section } from "../../ui/Section.tsx";

/** How the console opens when it is started. */
export function StartSection({ status }: { status: VaultStatus }) {
  const { keychainReachable, slots } = status;
  const bound = slots.some(({ kind }) => kind === "keychain");
  const [act, setAct] = useState<Act | null>(null);
  return (
    <Section title="At start-up" description="What opens the console when it starts on this computer.">
      <Text>{startInWords(status.passphraseAtStart, bound)}</Text>
      {!keychainReachable && (
        <Text size="sm" c="dimmed">
          This computer&apos;s keychain cannot be reached now.
        </Text>
      )}
      <Group gap="sm">
        <Button
          variant="default"
          onClick={() => setAct(status.passphraseAtStart ? keychainAtStart : passphraseAtStart)}
        >
          {status.passphraseAtStart ? "Let the keychain open it" : "Ask for a passphrase at every start"}
        </Button>
        {!status.passphraseAtStart && (
          <Button variant="default" disabled={!keychainReachable} onClick={() => setAct(binding)}>
            Bind to this computer&apos;s keychain
          </Button>
        )}
      </Group>
      <ActDialog act={act} onClose={() => setAct(null)} />
    </Section>
  );
}

function startInWords(asks: boolean, bound: boolean): string {
  if (asks) return "A person types a passphrase at every start. The keychain never opens the console.";
  return bound
    ? "This computer's keychain opens the console automatically."
    : "The keychain does not have the key, so a passphrase is needed at start-up.";
}

const passphraseAtStart: Act = {
  procedure: "vault.setPassphraseAtStart",
  input: { required: true },
  title: "Ask for a passphrase at every start?",
  consequences: [
    "The key is removed from this computer's keychain, and those of other computers no longer open the console.",
    "Anyone who starts the console needs a passphrase. Make sure that somebody on site has one.",
  ],
  confirmLabel: "Ask at every start",
  confirmation: { title: "Saved", message: "The next start asks for a passphrase." },
};

const keychainAtStart: Act = {
  procedure: "vault.setPassphraseAtStart",
  input: { required: false },
  title: "Let the keychain open the console?",
  consequences: [
    "This computer's keychain stores the key again and opens the console automatically.",
    "Anyone who is signed in to this computer can then start the console, but still has to sign in to it.",
  ],
  confirmLabel: "Let the keychain open it",
  confirmation: { title: "Saved", message: "The next start needs no passphrase." },
};

const binding: Act = {
  procedure: "vault.bindKeychain",
  input: {},
  title: "Bind to this computer's keychain?",
  consequences: [
    "The keychain of the account that is signed in to this computer gets a new key.",
    "Its earlier key no longer opens the console. Other computers' keychains stay as they are.",
  ],
  confirmLabel: "Bind",
  confirmation: { title: "Bound", message: "This computer's keychain has a new key." },
};
