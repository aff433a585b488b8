import type { BulkAct, BulkReport, RowVerdict, Sums } from "#shared/contract/directory.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { counted, numberInWords } from "../../ui/format.ts";
import type { Tone } from "../../ui/StateBadge.tsx";

/** What was chosen to be done; of a group act, the group is chosen after it. */
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
    consequences: "Their codes are accepted again, with the authenticators as they were.",
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
    consequences:
      "Their codes and backup codes are refused, and letters that they have not used become void. Nothing of them is deleted.",
  },
};

export function wordsOf(plan: BulkPlan): Words {
  switch (plan.kind) {
    case "setStatus":
      return statusWords[plan.status];
    case "addToGroup":
      return {
        title: "Add to a group",
        future: "added to the group",
        past: "added to the group",
        confirm: "Add",
        consequences: "Nothing else about them changes.",
      };
    case "removeFromGroup":
      return {
        title: "Take out of a group",
        future: "taken out of the group",
        past: "taken out of the group",
        confirm: "Take out",
        consequences: "Nothing else about them changes.",
      };
    case "delete":
      return {
        title: "Delete",
        future: "deleted for good",
        past: "deleted",
        confirm: "Delete for good",
        consequences:
          "With them go their authenticators and backup codes; hardware tokens go back to the inventory. Only a backup brings them back.",
      };
  }
}

/** The act to run; null while its group is not chosen. */
export function actOf(plan: BulkPlan, group: (BulkAct & { kind: "addToGroup" })["group"] | null): BulkAct | null {
  if (plan.kind === "setStatus" || plan.kind === "delete") return plan;
  return group && { kind: plan.kind, group };
}

export interface Outcome {
  tone: "good" | "wait" | "bad";
  title: string;
}

/** What came of it in one line. Only the whole is called a success. */
export function outcomeOf({ past }: Words, { total, done, unchanged, refused }: Sums): Outcome {
  const people = counted(total, "person", "people");
  if (total === 0) return { tone: "wait", title: "Nobody was left to change" };
  if (refused > 0) {
    const others = unchanged > 0 ? `, ${numberInWords(unchanged)} already had it so` : "";
    return {
      tone: "bad",
      title: `${numberInWords(done)} of ${people} ${done === 1 ? "was" : "were"} ${past}: ${numberInWords(refused)} refused${others}`,
    };
  }
  if (done === 0) return { tone: "wait", title: "Nobody was changed: it was so already" };
  if (unchanged > 0) {
    return {
      tone: "good",
      title: `${counted(done, "person was", "people were")} ${past}; ${numberInWords(unchanged)} already had it so`,
    };
  }
  return { tone: "good", title: done === 1 ? `The person was ${past}` : `All ${people} were ${past}` };
}

/** The sums with what each counts; the last is the sum of those before it. */
export const sumLines = (
  { total, done, unchanged, refused }: Sums,
  doneLabel: string,
): readonly { what: string; count: number }[] => [
  { what: doneLabel, count: done },
  { what: "Unchanged: it is so already", count: unchanged },
  { what: "Refused", count: refused },
  { what: "Altogether", count: total },
];

/** What can no longer be used; null when that is nothing. */
export function voidedInWords({ letters, authenticators, backupCodes }: BulkReport["voided"]): string | null {
  const parts = [
    counted(letters, "letter in the post", "letters in the post"),
    counted(authenticators, "authenticator", "authenticators"),
    counted(backupCodes, "unused backup code", "unused backup codes"),
  ].filter((_part, at) => [letters, authenticators, backupCodes][at] !== 0);
  return parts.length === 0 ? null : `No longer valid afterwards: ${parts.join(", ")}.`;
}

export const verdictInWords: Record<RowVerdict["verdict"], string> = {
  done: "Changed",
  unchanged: "Unchanged",
  refused: "Refused",
};

export const verdictTones: Record<RowVerdict["verdict"], Tone> = { done: "good", unchanged: "quiet", refused: "bad" };
