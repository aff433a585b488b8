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

export type Act = "inviteAgain" | "setRole" | "resetSecondFactor" | "unlock" | "disable" | "enable" | "remove";

/** What can be done with an administrator now. */
export function actsOf(admin: Administrator, blocked: boolean): readonly Act[] {
  const acts: Record<Act, boolean> = {
    inviteAgain: admin.status === "invited" || admin.status === "reset",
    unlock: admin.lockedOut || blocked,
    setRole: true,
    resetSecondFactor: admin.status === "active",
    disable: admin.status !== "disabled",
    enable: admin.status === "disabled",
    remove: true,
  };
  return (Object.keys(acts) as Act[]).filter((act) => acts[act]);
}

export const actInWords: Record<Act, string> = {
  inviteAgain: "New one-time code",
  unlock: "Unlock",
  setRole: "Change the role",
  resetSecondFactor: "Reset the second factor",
  disable: "Disable",
  enable: "Enable",
  remove: "Remove",
};

interface Wording {
  title: (name: string) => string;
  consequences: (name: string) => readonly string[];
  confirmLabel: string;
  destructive: boolean;
  /** Whether a reason has to be given. */
  reason: boolean;
}

export const wordings: Record<Act, Wording> = {
  inviteAgain: {
    title: (name) => `New one-time code for ${name}?`,
    consequences: () => ["The previous code no longer works.", "The new one works once, for ten minutes."],
    confirmLabel: "Make a new code",
    destructive: false,
    reason: false,
  },
  unlock: {
    title: (name) => `Unlock ${name}?`,
    consequences: (name) => [
      `There were too many wrong attempts. Make sure that it was ${name}, and that nobody was guessing.`,
      "The wrong attempts are cleared, and the next one is allowed at once.",
    ],
    confirmLabel: "Unlock",
    destructive: false,
    reason: false,
  },
  setRole: {
    title: (name) => `Change the role of ${name}`,
    consequences: (name) => [`All sessions of ${name} end. The new role applies from the next sign-in.`],
    confirmLabel: "Change the role",
    destructive: false,
    reason: true,
  },
  resetSecondFactor: {
    title: (name) => `Reset the second factor of ${name}?`,
    consequences: (name) => [
      `The authenticators and backup codes of ${name} no longer work, and all sessions end.`,
      "You get a one-time code. With it and the existing password, a new authenticator is enrolled.",
      `Make sure that it really is ${name} who asks for this.`,
    ],
    confirmLabel: "Reset the second factor",
    destructive: true,
    reason: true,
  },
  disable: {
    title: (name) => `Disable ${name}?`,
    consequences: (name) => [
      `${name} can no longer sign in, and all sessions end.`,
      "The account can be enabled again.",
    ],
    confirmLabel: "Disable",
    destructive: true,
    reason: true,
  },
  enable: {
    title: (name) => `Enable ${name}?`,
    consequences: (name) => [`${name} can sign in again, with the same password and authenticators as before.`],
    confirmLabel: "Enable",
    destructive: false,
    reason: false,
  },
  remove: {
    title: (name) => `Remove ${name}?`,
    consequences: (name) => [
      `${name} can no longer sign in. Their authenticators and backup codes are removed too.`,
      "What was done under this name stays in the audit log.",
      "To keep the account and only refuse sign-in, disable it instead.",
    ],
    confirmLabel: "Remove",
    destructive: true,
    reason: true,
  },
};
