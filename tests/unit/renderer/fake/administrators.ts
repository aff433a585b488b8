import type { Account } from "#shared/contract/account.ts";
import type { Administrator } from "#shared/contract/admins.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { AdminId, SessionId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";
import { backupCodes, codeSet, epoch, hour, seed, sessionOf, tokenId, uri } from "./records.ts";

export const invitationCode = "7K3M-Q9XT-2HVB";
export const wrongInvitation = "WRONG";
const minute = 60_000;

export interface AdministratorScenario {
  /** The policy lets the second factor be turned off. */
  secondFactorOptional?: boolean;
  secondFactor?: Account["secondFactor"];
  /** Nobody has confirmed having the own backup codes. */
  codesUnconfirmed?: boolean;
}

const adminOf = (n: number, over: Partial<Administrator>): Administrator => ({
  id: AdminId.parse(`0192f0c4-0002-7000-8000-${n.toString(16).padStart(12, "0")}`),
  name: "mara.lindqvist",
  role: "owner",
  status: "active",
  createdAt: epoch,
  lastSignInAt: epoch,
  authenticators: 1,
  remainingBackupCodes: 10,
  sessions: 1,
  invitedUntil: null,
  blockedUntil: null,
  lockedOut: false,
  ...over,
});

const fresh = { authenticators: 0, remainingBackupCodes: 0, sessions: 0 };

const administratorsOf = (): Administrator[] => [
  adminOf(1, {}),
  adminOf(2, { name: "ole.berg", role: "operator", authenticators: 2, remainingBackupCodes: 7 }),
  adminOf(3, {
    ...fresh,
    name: "nora.invited",
    role: "helpdesk",
    status: "invited",
    lastSignInAt: null,
    invitedUntil: Date.now() + 9 * minute,
  }),
  adminOf(4, { ...fresh, name: "rolf.reset", role: "auditor", status: "reset", invitedUntil: Date.now() - minute }),
  adminOf(5, { name: "dina.disabled", role: "helpdesk", status: "disabled", sessions: 0 }),
  adminOf(6, { name: "lars.locked", role: "helpdesk", lockedOut: true }),
  adminOf(7, { name: "wilma.waiting", role: "operator", blockedUntil: Date.now() + 5 * minute }),
];

const sessionId = (n: number): SessionId =>
  SessionId.parse(`0192f0c4-0001-7000-8000-${n.toString(16).padStart(12, "0")}`);

const accountOf = ({
  secondFactorOptional = false,
  secondFactor = "on",
  codesUnconfirmed = false,
}: AdministratorScenario): Account => ({
  name: "mara.lindqvist",
  role: "owner",
  authenticators:
    secondFactor === "off"
      ? []
      : [{ id: tokenId(1), label: "Phone", status: "active", createdAt: epoch, lastUsedAt: epoch + hour }],
  backupCodes:
    secondFactor === "off"
      ? null
      : {
          total: 10,
          remaining: 2,
          createdAt: epoch,
          handedOverAt: codesUnconfirmed ? null : epoch,
          low: true,
          usedAt: Array.from({ length: 10 }, () => null),
        },
  sessions: [1, 2].map((n) => ({
    id: sessionId(n),
    origin: n === 1 ? "window" : "terminal",
    desk: n === 1 ? { name: "reception", here: true } : { name: "back office", here: false },
    signedInAt: epoch,
    lastSeenAt: epoch + hour,
    expiresAt: epoch + 12 * hour,
    locked: false,
    current: n === 1,
  })),
  secondFactor,
  secondFactorOptional,
  passwordChangedAt: epoch,
});

const pending = () => ({
  tokenId: tokenId(9),
  uri,
  secret: seed,
  account: "erik (administrator)",
  expiresAt: Date.now() + 10 * minute,
});

/** Administrators, and what they settle for themselves. */
export function administratorHandlers(scenario: AdministratorScenario) {
  let administrators = administratorsOf();
  let account = accountOf(scenario);
  const change = (id: string, over: Partial<Administrator>): Administrator => {
    const found = administrators.find((one) => one.id === id);
    if (!found) throw new AppError("NOT_FOUND");
    const changed = { ...found, ...over };
    administrators = administrators.map((one) => (one.id === id ? changed : one));
    return changed;
  };
  const mustStayOwner = (id: string) => {
    if (administrators[0]?.id === id) throw new AppError("LAST_OWNER");
  };
  const invitationOf = (admin: Administrator) => ({
    admin,
    code: invitationCode,
    expiresAt: Date.now() + 10 * minute,
  });
  const accountWith = (over: Partial<Account>): Account => (account = { ...account, ...over });
  return {
    "admins.list": () => ({ administrators }),
    "admins.invite": ({ name, role }: InputOf<"admins.invite">) => {
      if (administrators.some((one) => one.name === name)) {
        throw new AppError("CONFLICT", { fields: { name: text("admins.nameTaken") } });
      }
      const admin = adminOf(20, { ...fresh, name, role, status: "invited", lastSignInAt: null });
      const invitation = invitationOf({ ...admin, invitedUntil: Date.now() + 10 * minute });
      administrators = [...administrators, invitation.admin];
      return invitation;
    },
    "admins.inviteAgain": ({ id }: { id: string }) =>
      invitationOf(change(id, { invitedUntil: Date.now() + 10 * minute })),
    "admins.setRole": ({ id, role }: { id: string; role: Administrator["role"] }) => {
      mustStayOwner(id);
      return change(id, { role });
    },
    "admins.disable": ({ id }: { id: string }) => {
      mustStayOwner(id);
      return change(id, { status: "disabled" });
    },
    "admins.enable": ({ id }: { id: string }) => change(id, { status: "active" }),
    "admins.remove": ({ id }: { id: string }) => {
      mustStayOwner(id);
      administrators = administrators.filter((one) => one.id !== id);
      return {};
    },
    "admins.resetSecondFactor": ({ id }: { id: string }) =>
      invitationOf(change(id, { ...fresh, status: "reset", invitedUntil: Date.now() + 10 * minute })),
    "admins.unlock": ({ id }: { id: string }) => change(id, { lockedOut: false, blockedUntil: null }),
    "account.get": () => account,
    "account.changePassword": ({ current }: InputOf<"account.changePassword">) => {
      if (current === "wrong") throw new AppError("SIGN_IN_REFUSED");
      return {};
    },
    "account.beginAuthenticator": pending,
    "account.confirmAuthenticator": () =>
      accountWith({
        secondFactor: "on",
        authenticators: [
          ...account.authenticators,
          { id: tokenId(9), label: "Tablet", status: "active", createdAt: epoch, lastUsedAt: null },
        ],
      }),
    "account.removeAuthenticator": () => {
      if (account.authenticators.length === 1) {
        throw new AppError("TOKEN_STATE", { text: text("account.onlyAuthenticator") });
      }
      return accountWith({ authenticators: account.authenticators.slice(0, 1) });
    },
    "account.regenerateBackupCodes": () => ({ backupCodes, codeSet }),
    "account.confirmBackupCodes": () => ({}),
    "account.endSession": ({ id }: { id: string }) =>
      accountWith({ sessions: account.sessions.filter((one) => one.id !== id) }),
    "account.endOtherSessions": () => accountWith({ sessions: account.sessions.filter(({ current }) => current) }),
    "account.turnOffSecondFactor": () => accountWith({ secondFactor: "off", authenticators: [], backupCodes: null }),
    "access.beginOwnEnrolment": ({ invitation }: InputOf<"access.beginOwnEnrolment">) => {
      if (invitation === wrongInvitation) throw new AppError("INVITATION_REFUSED");
      return { ...pending(), organisation: "Lindenhof Hospital Group", role: "helpdesk" as const };
    },
    "access.confirmOwnEnrolment": () => ({ backupCodes, codeSet, session: sessionOf("helpdesk") }),
  };
}
