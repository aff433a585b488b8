import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { type HardwareAct, type HardwareToken, holderName } from "./words.ts";

type StateAct = Exclude<HardwareAct, "assign" | "correct" | "resync">;

/** `holder`: who has it; null: nobody. */
type Of = Pick<HardwareToken, "serial" | "digits"> & { input: { id: HardwareToken["id"] }; holder: string | null };

const acts: Record<StateAct, (of: Of) => Act> = {
  unassign: ({ serial, digits, input, holder }) => ({
    procedure: "inventory.unassign",
    input,
    title: `Unassign ${serial}?`,
    consequences: [
      `${holder ?? "The holder"} can no longer use its codes. Remaining backup codes still work.`,
      "It goes back into stock and can be assigned to somebody else.",
      "A code from it proves that it is here. Without it, report the token as lost.",
    ],
    confirmLabel: "Unassign",
    destructive: true,
    reason: "optional",
    code: { digits, description: `The ${digits} digits that the token shows now` },
    confirmation: `${serial} is in stock.`,
  }),
  lost: ({ serial, input, holder }) => ({
    procedure: "inventory.lost",
    input,
    title: `Report ${serial} as lost?`,
    consequences: [
      holder === null
        ? "It cannot be assigned until it is marked as found."
        : `Its codes are refused at once: ${holder} needs a backup code or another authenticator.`,
      "If it turns up, mark it as found and assign it again.",
    ],
    confirmLabel: "Report as lost",
    destructive: true,
    reason: "optional",
    confirmation: `${serial} is marked as lost.`,
  }),
  found: ({ serial, input }) => ({
    procedure: "inventory.found",
    input,
    title: `Mark ${serial} as found?`,
    consequences: ["It goes back into stock and belongs to nobody until it is assigned."],
    confirmLabel: "Mark as found",
    confirmation: `${serial} is in stock.`,
  }),
  retire: ({ serial, input, holder }) => ({
    procedure: "inventory.retire",
    input,
    title: `Retire ${serial} permanently?`,
    consequences: [
      ...(holder === null ? [] : [`${holder} can no longer use its codes.`]),
      "Its seed is erased and it can never be assigned again. To use it after all, add it again with the seed from its maker.",
    ],
    confirmLabel: "Retire permanently",
    destructive: true,
    reason: "optional",
    confirmation: `${serial} is retired.`,
  }),
};

function actOf({ id, serial, digits, user }: HardwareToken, name: HardwareAct): Act | null {
  if (name === "assign" || name === "correct" || name === "resync") return null;
  return acts[name]({ serial, digits, input: { id }, holder: user && holderName(user) });
}

interface StateDialogProps {
  acting: { token: HardwareToken; act: HardwareAct } | null;
  onClose: () => void;
}

/** Asks before a token of the inventory changes its state, and changes it. */
export function StateDialog({ acting, onClose }: StateDialogProps) {
  return <ActDialog act={acting && actOf(acting.token, acting.act)} onClose={onClose} />;
}
