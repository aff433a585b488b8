import type { Account } from "#shared/contract/account.ts";
import type { Administrator, Invitation } from "#shared/contract/admins.ts";
import type { Approval } from "#shared/contract/approvals.ts";
import type { VaultSlot, VaultStatus } from "#shared/contract/vault.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { plural, printable, time, shellWord } from "./text.ts";

function stateOf(admin: Administrator): string {
  if (admin.lockedOut) return "locked out";
  if (admin.blockedUntil !== null) return `waits until ${time(admin.blockedUntil)}`;
  if (admin.invitedUntil !== null) return `${admin.status}, code until ${time(admin.invitedUntil)}`;
  return admin.status;
}

export function describeAdministrators(admins: readonly Administrator[], paint: Paint): string {
  const rows = admins.map((admin) => [
    admin.name,
    admin.role,
    stateOf(admin),
    time(admin.lastSignInAt),
    String(admin.authenticators),
    String(admin.remainingBackupCodes),
    String(admin.sessions),
  ]);
  const head = ["Name", "Role", "State", "Last sign-in", "Authenticators", "Backup codes", "Sessions"];
  return table(head, rows, (text) => paint("bold", text));
}

export const describeAdministrator = (admin: Administrator): string =>
  facts([
    ["Name", admin.name],
    ["Role", admin.role],
    ["State", stateOf(admin)],
  ]);

export const describeInvitation = ({ admin, code, expiresAt }: Invitation): string =>
  [
    describeAdministrator(admin),
    "",
    `One-time code: ${code}`,
    `It works once, until ${time(expiresAt)}, and is not shown again. Give it to ${printable(admin.name)}, who runs:`,
    `  countersign accept-invitation --as ${shellWord(printable(admin.name))}`,
  ].join("\n");

export function describeAccount(account: Account, paint: Paint): string {
  const bold = (text: string) => paint("bold", text);
  const codes = account.backupCodes;
  return [
    facts([
      ["Name", account.name],
      ["Role", account.role],
      ["Second factor", account.secondFactor],
      ["Backup codes left", codes === null ? "none" : `${codes.remaining} of ${codes.total}`],
      ...(codes?.handedOverAt === null
        ? [["", "nobody has confirmed having them; if in doubt: countersign account backup-codes"] as const]
        : []),
      ["Password changed", time(account.passwordChangedAt)],
    ]),
    "",
    table(
      ["Authenticator", "Id", "State", "Last used"],
      account.authenticators.map((one) => [one.label, one.id, one.status, time(one.lastUsedAt)]),
      bold,
    ),
    "",
    table(
      ["Session", "Where", "Since", "Last seen", ""],
      account.sessions.map((one) => [
        one.id,
        one.origin,
        time(one.signedInAt),
        time(one.lastSeenAt),
        one.current ? "this one" : one.locked ? "locked" : "",
      ]),
      bold,
    ),
  ].join("\n");
}

const kinds: Record<VaultSlot["kind"], string> = {
  keychain: "this computer's keychain",
  passphrase: "passphrase",
  password: "the owner's password",
  recovery: "recovery key",
  shares: "shares of the recovery key",
};

const slotRow = (slot: VaultSlot): string[] => [
  slot.shares ? `${kinds[slot.kind]} (${slot.shares.needed} of ${slot.shares.total})` : kinds[slot.kind],
  slot.label,
  slot.id,
  time(slot.createdAt),
  time(slot.checkedAt),
];

const slotHead = ["Opens with", "Label", "Id", "Made", "Last tested"];

export const describeSlot = (slot: VaultSlot, paint: Paint): string =>
  table(slotHead, [slotRow(slot)], (text) => paint("bold", text));

export const describeVault = (status: VaultStatus, paint: Paint): string =>
  [
    table(slotHead, status.slots.map(slotRow), (text) => paint("bold", text)),
    "",
    facts([
      ["Data key since", time(status.keyCreatedAt)],
      ["Sealed with it", plural(status.sealedValues, "value")],
      ["Passphrase at start", status.passphraseAtStart ? "required" : "not required"],
      ["Keychain", status.keychainReachable ? "available" : "cannot be reached"],
    ]),
  ].join("\n");

const needs: Record<Approval["needs"], (approval: Approval) => string> = {
  administrator: ({ approvers }) => `one of ${approvers.join(", ")}`,
  "recovery key": () => "the recovery key, since there is no second administrator",
  delay: ({ readyAt }) => `waiting until ${time(readyAt)}, since there is no second administrator`,
};

export const describeApproval = (approval: Approval): string =>
  [
    printable(approval.title),
    ...approval.facts.map((fact) => `  ${printable(fact)}`),
    facts([
      ["Requested by", approval.requestedBy],
      [
        "Needs",
        approval.state === "approved"
          ? `nothing more (${approval.approvedBy ?? "the wait is over"})`
          : needs[approval.needs](approval),
      ],
      ["Id", approval.id],
      ["Valid until", time(approval.expiresAt)],
    ]),
  ].join("\n");
