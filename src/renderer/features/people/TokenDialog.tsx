import { useState } from "react";
import type { Token } from "#shared/model/records.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { ReasonField, reasonInput } from "./ReasonField.tsx";
import type { TokenAct } from "./token-acts.ts";

interface Wording {
  /** Whether a reason is asked for. */
  reason: boolean;
  title: (label: string) => string;
  consequences: readonly string[];
  confirmLabel: string;
  destructive: boolean;
}

const wordings: Record<TokenAct | "wait", Wording> = {
  wait: {
    reason: true,
    title: () => "End the wait after wrong codes?",
    consequences: [
      "Make sure the person is who they say they are, and that nobody was guessing.",
      "The next code can be checked at once. After a help desk, the count of wrong codes goes on.",
    ],
    confirmLabel: "End the wait",
    destructive: false,
  },
  unlock: {
    reason: true,
    title: (label) => `Unlock ${label}?`,
    consequences: [
      "It was locked after too many wrong codes. Make sure the person is who they say they are, and that nobody was guessing.",
      "Its codes are accepted again. An operator or owner also resets the count of wrong codes; after a help desk it goes on.",
    ],
    confirmLabel: "Unlock this authenticator",
    destructive: false,
  },
  disable: {
    reason: true,
    title: (label) => `Disable ${label}?`,
    consequences: ["Its codes are refused until it is enabled again. Nothing changes on the phone."],
    confirmLabel: "Disable this authenticator",
    destructive: true,
  },
  enable: {
    reason: false,
    title: (label) => `Enable ${label}?`,
    consequences: ["Its codes are accepted again."],
    confirmLabel: "Enable this authenticator",
    destructive: false,
  },
  revoke: {
    reason: true,
    title: (label) => `Revoke ${label} permanently?`,
    consequences: [
      "Its secret is erased. Its codes are never accepted again, even from the same phone.",
      "The person has to be enrolled again. Their remaining backup codes still work.",
    ],
    confirmLabel: "Revoke permanently",
    destructive: true,
  },
  cancel: {
    reason: false,
    title: (label) => `Cancel enrolment ${label}?`,
    consequences: ["Its QR code no longer works. You can start again at any time."],
    confirmLabel: "Cancel enrolment",
    destructive: true,
  },
};

interface TokenDialogProps {
  token: Token;
  act: TokenAct | null;
  onClose: () => void;
}

/** Asks before an authenticator's state changes, and changes it. */
export function TokenDialog({ token, act, onClose }: TokenDialogProps) {
  const [reason, setReason] = useState("");
  const actions = {
    disable: useAction("tokens.disable"),
    enable: useAction("tokens.enable"),
    unlock: useAction("tokens.unlock"),
    revoke: useAction("tokens.revoke"),
    cancel: useAction("tokens.cancel"),
  };
  const action = act && actions[act];
  const wording = act && wordings[act === "unlock" && token.status !== "locked" ? "wait" : act];
  const close = () => {
    setReason("");
    action?.reset();
    onClose();
  };
  const confirm = () => {
    const input = { tokenId: token.id };
    const given = { ...input, ...reasonInput(reason) };
    if (act === "enable" || act === "cancel") actions[act].mutate(input, { onSuccess: close });
    else if (act) actions[act].mutate(given, { onSuccess: close });
  };
  return (
    <ConfirmDialog
      opened={act !== null}
      title={wording?.title(token.label) ?? ""}
      consequences={[
        ...(wording?.consequences ?? []),
        ...(act === "revoke" && token.hardwareId ? ["The hardware token returns to the inventory."] : []),
      ]}
      confirmLabel={wording?.confirmLabel ?? ""}
      destructive={wording?.destructive ?? false}
      busy={action?.isPending ?? false}
      error={action?.error ?? null}
      onConfirm={confirm}
      onClose={close}
    >
      {wording?.reason && <ReasonField reason={reason} onChange={setReason} />}
    </ConfirmDialog>
  );
}
