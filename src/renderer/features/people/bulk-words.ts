import type { BulkAct, BulkReport, Sums } from "#shared/contract/directory.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { counted, numberInWords } from "../../ui/format.ts";

/** The chosen action; if it needs a group, that is chosen later. */
export type BulkPlan =
  | { kind: "setStatus"; status: UserStatus }
  | { kind: "addToGroup" }
  | { kind: "removeFromGroup" }
  | { kind: "delete" };

interface Words {
  title: string;
  /** `3 people will be …`. */
  future: string;
  /** `3 people were …`. */
  past: string;
  confirm: string;
  consequences: string;
}

const statusWords: Record<UserStatus, Words> = {
  active: {
    title: "Make active",
    future: "made active",
    past: "made active",
    confirm: "Make active",
    consequences: "Their codes are accepted again, with the same authenticators as before.",
  },
  disabled: {
    title: "Disable",
    future: "disabled",
    past: "disabled",
    confirm: "Disable",
    consequences: "Their codes and backup codes are refused until they are made active again.",
  },
  left: {
    title: "Mark as left",
    future: "marked as left",
    past: "marked as left",
    confirm: "Mark as left",
    consequences: "Their codes and backup codes are refused, and unused letters become void. Nothing is deleted.",
  },
};

export function wordsOf(plan: BulkPlan): Words {
  switch (plan.kind) {
    case "setStatus":
      return statusWords[plan.status];
    case "addToGroup":
      return {
        title: "Add to group",
        future: "added to the group",
        past: "added to the group",
        confirm: "Add",
        consequences: "Nothing else about them changes.",
      };
    case "removeFromGroup":
      return {
        title: "Remove from group",
        future: "removed from the group",
        past: "removed from the group",
        confirm: "Remove",
        consequences: "Nothing else about them changes.",
      };
    case "delete":
      return {
        title: "Delete",
        future: "deleted permanently",
        past: "deleted",
        confirm: "Delete permanently",
        consequences:
          "Their authenticators and backup codes are deleted too; hardware tokens return to the inventory. Only a backup can bring them back.",
      };
  }
}

/** The action to run; null until its group is chosen. */
export function actOf(plan: BulkPlan, group: (BulkAct & { kind: "addToGroup" })["group"] | null): BulkAct | null {
  if (plan.kind === "setStatus" || plan.kind === "delete") return plan;
  return group && { kind: plan.kind, group };
}

export interface Outcome {
  tone: "good" | "wait" | "bad";
  title: string;
}

/** The outcome in one line. It is a success only if nobody was refused. */
export function outcomeOf({ past }: Words, { total, done, unchanged, refused }: Sums): Outcome {
  const people = counted(total, "person", "people");
  if (total === 0) return { tone: "wait", title: "There was nobody left to change" };
  if (refused > 0) {
    const others = unchanged > 0 ? `, ${numberInWords(unchanged)} needed no change` : "";
    return {
      tone: "bad",
      title: `${numberInWords(done)} of ${people} ${done === 1 ? "was" : "were"} ${past}: ${numberInWords(refused)} refused${others}`,
    };
  }
  if (done === 0) return { tone: "wait", title: "No changes needed" };
  if (unchanged > 0) {
    return {
      tone: "good",
      title: `${counted(done, "person was", "people were")} ${past}; ${numberInWords(unchanged)} needed no change`,
    };
  }
  return { tone: "good", title: done === 1 ? `The person was ${past}` : `All ${people} were ${past}` };
}

/** What can no longer be used; null if nothing. */
export function voidedInWords({ letters, authenticators, backupCodes }: BulkReport["voided"]): string | null {
  const parts = [
    counted(letters, "unused letter", "unused letters"),
    counted(authenticators, "authenticator", "authenticators"),
    counted(backupCodes, "unused backup code", "unused backup codes"),
  ].filter((_part, at) => [letters, authenticators, backupCodes][at] !== 0);
  return parts.length === 0 ? null : `No longer valid: ${parts.join(", ")}.`;
}
