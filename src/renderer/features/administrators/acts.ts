import type { Administrator, Invitation } from "#shared/contract/admins.ts";
import type { Role } from "#shared/model/records.ts";
import type { Act } from "../../form/ActDialog.tsx";
import type { AdministratorAct } from "./words.ts";

interface Of {
  admin: Administrator;
  /** The new role. */
  role: Role;
  /** Shows the code that an action returned. */
  onInvited: (invitation: Invitation) => void;
}

/** What is done with an administrator, and what is said before it. */
export const acts: Record<AdministratorAct, (of: Of) => Act> = {
  inviteAgain: ({ admin: { id, name }, onInvited }) => ({
    procedure: "admins.inviteAgain",
    input: { id },
    title: `New one-time code for ${name}?`,
    consequences: ["The previous code no longer works.", "The new one works once, for ten minutes."],
    confirmLabel: "Make a new code",
    onAnswer: onInvited,
  }),
  unlock: ({ admin: { id, name } }) => ({
    procedure: "admins.unlock",
    input: { id },
    title: `Unlock ${name}?`,
    consequences: [
      `There were too many wrong attempts. Make sure that it was ${name}, and that nobody was guessing.`,
      "The wrong attempts are cleared, and the next one is allowed at once.",
    ],
    confirmLabel: "Unlock",
  }),
  setRole: ({ admin: { id, name }, role }) => ({
    procedure: "admins.setRole",
    input: { id, role },
    title: `Change the role of ${name}`,
    consequences: [`All sessions of ${name} end. The new role applies from the next sign-in.`],
    confirmLabel: "Change the role",
    reason: "required",
  }),
  resetSecondFactor: ({ admin: { id, name }, onInvited }) => ({
    procedure: "admins.resetSecondFactor",
    input: { id },
    title: `Reset the second factor of ${name}?`,
    consequences: [
      `The authenticators and backup codes of ${name} no longer work, and all sessions end.`,
      "You get a one-time code. With it and the existing password, a new authenticator is enrolled.",
      `Make sure that it really is ${name} who asks for this.`,
    ],
    confirmLabel: "Reset the second factor",
    destructive: true,
    reason: "required",
    onAnswer: onInvited,
  }),
  disable: ({ admin: { id, name } }) => ({
    procedure: "admins.disable",
    input: { id },
    title: `Disable ${name}?`,
    consequences: [`${name} can no longer sign in, and all sessions end.`, "The account can be enabled again."],
    confirmLabel: "Disable",
    destructive: true,
    reason: "required",
  }),
  enable: ({ admin: { id, name } }) => ({
    procedure: "admins.enable",
    input: { id },
    title: `Enable ${name}?`,
    consequences: [`${name} can sign in again, with the same password and authenticators as before.`],
    confirmLabel: "Enable",
  }),
  remove: ({ admin: { id, name } }) => ({
    procedure: "admins.remove",
    input: { id },
    title: `Remove ${name}?`,
    consequences: [
      `${name} can no longer sign in. Their authenticators and backup codes are removed too.`,
      "What was done under this name stays in the audit log.",
      "To keep the account and only refuse sign-in, disable it instead.",
    ],
    confirmLabel: "Remove",
    destructive: true,
    reason: "required",
    typed: { label: `Type ${name} to confirm`, text: name },
  }),
};
