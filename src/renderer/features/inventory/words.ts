import type { HardwareTokenState } from "#shared/contract/inventory.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import type { Tone } from "../../ui/StateBadge.tsx";

export type HardwareToken = OutputOf<"inventory.list">["rows"][number];

export const stateInWords: Record<HardwareTokenState, string> = {
  stock: "In stock",
  assigned: "Assigned",
  lost: "Lost",
  retired: "Retired",
};

export const stateTones: Record<HardwareTokenState, Tone> = {
  stock: "good",
  assigned: "quiet",
  lost: "bad",
  retired: "quiet",
};

/** What a state means, and what can be done from there. */
export const stateMeaning: Record<HardwareTokenState, string> = {
  stock: "Nobody has it. It can be assigned to a person.",
  assigned: "A person has it, and its codes are accepted as theirs. It can be unassigned, reported lost or retired.",
  lost: "Nobody knows where it is. Its codes are refused and it cannot be assigned. If it turns up, mark it as found.",
  retired: "Out of use: its secret is erased. To use it again, add it with the seed from its maker.",
};

/** Something done to a token of the inventory. */
export type HardwareAct = "assign" | "correct" | "resync" | "unassign" | "lost" | "found" | "retire";

/** What can be done in each state. */
export const actsOf: Record<HardwareTokenState, readonly HardwareAct[]> = {
  stock: ["assign", "correct", "resync", "lost", "retire"],
  assigned: ["unassign", "lost", "retire"],
  lost: ["found", "retire"],
  retired: [],
};

export const actInWords: Record<HardwareAct, string> = {
  assign: "Assign",
  correct: "Correct details",
  resync: "Resynchronise",
  unassign: "Unassign",
  lost: "Report as lost",
  found: "Mark as found",
  retire: "Retire",
};

export const holderName = ({ name, username }: { name: string; username: string }): string =>
  name === "" ? username : name;
