import type { Administrator } from "#shared/contract/admins.ts";
import { Role } from "#shared/model/records.ts";
import { roleInWords } from "../../app/words.ts";
import { counted } from "../../ui/format.ts";
import type { Tone } from "../../ui/StateBadge.tsx";

/** What each role may do, for those who give it. */
export const roleMeaning: Record<Role, string> = {
  owner: "Can do everything, including policies, keys, backups and other administrators.",
  operator: "Adds people, enrols them, prints letters, and resets or replaces their authenticators.",
  helpdesk: "Checks codes for people who call, and unlocks authenticators. Changes nothing else.",
  auditor: "Sees what happened and how the console is set up. Changes nothing.",
};

export const roleChoices = Role.options.map((value) => ({
  value,
  label: roleInWords[value],
  meaning: roleMeaning[value],
}));

interface State {
  tone: Tone;
  label: string;
  /** When it ends (UTC milliseconds). */
  until: number | null;
}

/** Whole seconds until the next attempt is allowed, and until the one-time code expires. */
interface Left {
  blocked: number;
  invited: number;
}

/** The state that decides whether an administrator can sign in. */
export function stateOf(admin: Administrator, left: Left): State {
  if (admin.status === "disabled") return { tone: "bad", label: "Disabled", until: null };
  if (admin.lockedOut) return { tone: "bad", label: "Locked out", until: null };
  if (left.blocked > 0) {
    return { tone: "wait", label: "Must wait", until: admin.blockedUntil };
  }
  if (admin.status === "active") return { tone: "good", label: "Active", until: null };
  if (left.invited === 0) return { tone: "bad", label: "Code expired", until: null };
  return {
    tone: "wait",
    label: admin.status === "invited" ? "Invited" : "Must enrol again",
    until: admin.invitedUntil,
  };
}

export const factorInWords = ({ authenticators, remainingBackupCodes }: Administrator): string =>
  authenticators === 0
    ? "None"
    : `${counted(authenticators, "app", "apps")}, ${counted(remainingBackupCodes, "code", "codes")}`;

export type AdministratorAct =
  | "inviteAgain"
  | "setRole"
  | "resetSecondFactor"
  | "unlock"
  | "disable"
  | "enable"
  | "remove";

/** What can be done with an administrator now. */
export function actsOf(admin: Administrator, blocked: boolean): readonly AdministratorAct[] {
  const acts: Record<AdministratorAct, boolean> = {
    inviteAgain: admin.status === "invited" || admin.status === "reset",
    unlock: admin.lockedOut || blocked,
    setRole: true,
    resetSecondFactor: admin.status === "active",
    disable: admin.status !== "disabled",
    enable: admin.status === "disabled",
    remove: true,
  };
  return (Object.keys(acts) as AdministratorAct[]).filter((act) => acts[act]);
}

export const actInWords: Record<AdministratorAct, string> = {
  inviteAgain: "New one-time code",
  unlock: "Unlock",
  setRole: "Change the role",
  resetSecondFactor: "Reset the second factor",
  disable: "Disable",
  enable: "Enable",
  remove: "Remove",
};
