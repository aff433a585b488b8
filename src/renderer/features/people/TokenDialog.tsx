import type { Token } from "#shared/model/records.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import type { TokenAct } from "./token-acts.ts";

type Of = { label: string; input: { tokenId: Token["id"] } };

const acts: Record<TokenAct | "wait", (of: Of) => Act> = {
  wait: ({ input }) => ({
    procedure: "tokens.unlock",
    input,
    reason: "optional",
    title: "End the wait after wrong codes?",
    consequences: [
      "Make sure the person is who they say they are, and that nobody was guessing.",
      "The next code can be checked at once. After a help desk, the count of wrong codes goes on.",
    ],
    confirmLabel: "End the wait",
  }),
  unlock: ({ label, input }) => ({
    procedure: "tokens.unlock",
    input,
    reason: "optional",
    title: `Unlock ${label}?`,
    consequences: [
      "It was locked after too many wrong codes. Make sure the person is who they say they are, and that nobody was guessing.",
      "Its codes are accepted again. An operator or owner also resets the count of wrong codes; after a help desk it goes on.",
    ],
    confirmLabel: "Unlock this authenticator",
  }),
  disable: ({ label, input }) => ({
    procedure: "tokens.disable",
    input,
    reason: "optional",
    title: `Disable ${label}?`,
    consequences: ["Its codes are refused until it is enabled again. Nothing changes on the phone."],
    confirmLabel: "Disable this authenticator",
    destructive: true,
  }),
  enable: ({ label, input }) => ({
    procedure: "tokens.enable",
    input,
    title: `Enable ${label}?`,
    consequences: ["Its codes are accepted again."],
    confirmLabel: "Enable this authenticator",
  }),
  revoke: ({ label, input }) => ({
    procedure: "tokens.revoke",
    input,
    reason: "optional",
    title: `Revoke ${label} permanently?`,
    consequences: [
      "Its secret is erased. Its codes are never accepted again, even from the same phone.",
      "The person has to be enrolled again. Their remaining backup codes still work.",
    ],
    confirmLabel: "Revoke permanently",
    destructive: true,
  }),
  cancel: ({ label, input }) => ({
    procedure: "tokens.cancel",
    input,
    title: `Cancel enrolment ${label}?`,
    consequences: ["Its QR code no longer works. You can start again at any time."],
    confirmLabel: "Cancel enrolment",
    destructive: true,
  }),
};

function actOf(token: Token, name: TokenAct): Act {
  const act = acts[name === "unlock" && token.status !== "locked" ? "wait" : name]({
    label: token.label,
    input: { tokenId: token.id },
  });
  if (name !== "revoke" || !token.hardwareId) return act;
  return { ...act, consequences: [...act.consequences, "The hardware token returns to the inventory."] };
}

interface TokenDialogProps {
  token: Token;
  act: TokenAct | null;
  onClose: () => void;
}

/** Asks before an authenticator's state changes, and changes it. */
export function TokenDialog({ token, act, onClose }: TokenDialogProps) {
  return <ActDialog act={act && actOf(token, act)} onClose={onClose} />;
}
