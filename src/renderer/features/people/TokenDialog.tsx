import type { Token } from "#shared/model/records.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import type { TokenAct } from "./token-acts.ts";

interface Wording {
  title: (label: string) => string;
  consequences: readonly string[];
  confirmLabel: string;
  destructive: boolean;
}

const wordings: Record<TokenAct, Wording> = {
  disable: {
    title: (label) => `Disable ${label}?`,
    consequences: ["Its codes are refused until it is enabled again. The phone notices nothing."],
    confirmLabel: "Disable this authenticator",
    destructive: true,
  },
  enable: {
    title: (label) => `Enable ${label}?`,
    consequences: ["Its codes are accepted again."],
    confirmLabel: "Enable this authenticator",
    destructive: false,
  },
  revoke: {
    title: (label) => `Revoke ${label} for good?`,
    consequences: [
      "Its secret is erased; its codes are never accepted again, also not from the same phone.",
      "The person has to be enrolled again to use a phone. Backup codes that are left still work.",
    ],
    confirmLabel: "Revoke for good",
    destructive: true,
  },
  cancel: {
    title: (label) => `Throw the unfinished enrolment ${label} away?`,
    consequences: ["The QR code that was shown for it no longer works. Begin again at any time."],
    confirmLabel: "Throw away",
    destructive: true,
  },
};

interface TokenDialogProps {
  token: Token;
  act: TokenAct | null;
  onClose: () => void;
}

/** Asks before an authenticator changes its state, and changes it. */
export function TokenDialog({ token, act, onClose }: TokenDialogProps) {
  const actions = {
    disable: useAction("tokens.disable"),
    enable: useAction("tokens.enable"),
    revoke: useAction("tokens.revoke"),
    cancel: useAction("tokens.cancel"),
  };
  const action = act && actions[act];
  const wording = act && wordings[act];
  return (
    <ConfirmDialog
      opened={act !== null}
      title={wording?.title(token.label) ?? ""}
      consequences={wording?.consequences ?? []}
      confirmLabel={wording?.confirmLabel ?? ""}
      destructive={wording?.destructive ?? false}
      busy={action?.isPending ?? false}
      error={action?.error ?? null}
      onConfirm={() => action?.mutate({ tokenId: token.id }, { onSuccess: onClose })}
      onClose={() => {
        action?.reset();
        onClose();
      }}
    />
  );
}
