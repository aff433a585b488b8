import type { Account } from "#shared/contract/account.ts";
import type { Administrator, Invitation } from "#shared/contract/admins.ts";
import type { Approval } from "#shared/contract/approvals.ts";
import type { VaultSlot, VaultStatus } from "#shared/contract/vault.ts";
import { type Label, text, type Text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { printable, time, shellWord } from "./text.ts";
import { linesOf, sayLine } from "./words.ts";

function stateOf(admin: Administrator): Text {
  const status = text(`values.${admin.status}`);
  if (admin.lockedOut) return text("cliAdmins.lockedOut");
  if (admin.blockedUntil !== null) return text("cliAdmins.waitsUntil", { at: time(admin.blockedUntil) });
  if (admin.invitedUntil !== null) return text("cliAdmins.codeUntil", { status, at: time(admin.invitedUntil) });
  return status;
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
  const head = ["name", "role", "state", "lastSignIn", "authenticators", "backupCodes", "sessions"] as const;
  return table(head, rows, (words) => paint("bold", words));
}

export const describeAdministrator = (admin: Administrator): string =>
  facts([
    ["name", admin.name],
    ["role", admin.role],
    ["state", stateOf(admin)],
  ]);

export const describeInvitation = ({ admin, code, expiresAt }: Invitation): string =>
  linesOf([
    describeAdministrator(admin),
    "",
    text("cliAdmins.oneTimeCode", { code }),
    text("cliAdmins.codeWorks", { at: time(expiresAt), name: admin.name }),
    `  countersign accept-invitation --as ${shellWord(printable(admin.name))}`,
  ]);

function whereOf({ origin, desk }: Account["sessions"][number]): Text {
  const where = text(`values.${origin}`);
  return desk.here ? where : text("cliAdmins.sessionOn", { origin: where, desk: desk.name });
}

export function describeAccount(account: Account, paint: Paint): string {
  const bold = (words: string) => paint("bold", words);
  const codes = account.backupCodes;
  return [
    facts([
      ["name", account.name],
      ["role", account.role],
      ["secondFactor", text(`values.${account.secondFactor}`)],
      [
        "backupCodesLeft",
        codes === null
          ? text("values.none")
          : text("cliAdmins.codesLeftOf", { left: codes.remaining, total: codes.total }),
      ],
      ...(codes?.handedOverAt === null ? [["", text("cliAdmins.codesUnconfirmed")] as const] : []),
      ["passwordChanged", time(account.passwordChangedAt)],
    ]),
    "",
    table(
      ["authenticator", "id", "state", "lastUsed"],
      account.authenticators.map((one) => [one.label, one.id, text(`values.${one.status}`), time(one.lastUsedAt)]),
      bold,
    ),
    "",
    table(
      ["session", "where", "since", "lastSeen", ""],
      account.sessions.map((one) => [
        one.id,
        whereOf(one),
        time(one.signedInAt),
        time(one.lastSeenAt),
        one.current ? text("cliAdmins.thisSession") : one.locked ? text("values.locked") : "",
      ]),
      bold,
    ),
  ].join("\n");
}

function wayOf({ kind, shares, desk }: VaultSlot): Text {
  if (desk && !desk.here) return text("cliVault.keychainOf", { desk: desk.name });
  const way = text(`cliVault.${kind}`);
  return shares ? text("cliVault.sharesOf", { shares: way, ...shares }) : way;
}

const slotRow = (slot: VaultSlot): Label[] => [
  wayOf(slot),
  slot.label,
  slot.id,
  time(slot.createdAt),
  time(slot.checkedAt),
];

const slotHead = ["opensWith", "label", "id", "made", "lastTested"] as const;

export const describeSlot = (slot: VaultSlot, paint: Paint): string =>
  table(slotHead, [slotRow(slot)], (words) => paint("bold", words));

export const describeVault = (status: VaultStatus, paint: Paint): string =>
  [
    table(slotHead, status.slots.map(slotRow), (words) => paint("bold", words)),
    "",
    facts([
      ["dataKeySince", time(status.keyCreatedAt)],
      ["sealedWithIt", text("cliVault.values", { count: status.sealedValues })],
      ["passphraseAtStart", text(status.passphraseAtStart ? "cliVault.required" : "cliVault.notRequired")],
      ["keychain", text(status.keychainReachable ? "cliVault.keychainReached" : "cliVault.keychainNotReached")],
    ]),
  ].join("\n");

const needs: Record<Approval["needs"], (approval: Approval) => Text> = {
  administrator: ({ approvers }) => text("cliAdmins.oneOf", { names: approvers }),
  "recovery key": () => text("cliAdmins.needsRecoveryKey"),
  delay: ({ readyAt }) => text("cliAdmins.needsDelay", { at: time(readyAt) }),
};

export const describeApproval = (approval: Approval): string =>
  [
    sayLine(approval.title),
    ...approval.facts.map((fact) => `  ${sayLine(fact)}`),
    facts([
      ["requestedBy", approval.requestedBy],
      [
        "needs",
        approval.state === "approved"
          ? text("cliAdmins.nothingMore", { by: approval.approvedBy ?? text("cliAdmins.waitOver") })
          : needs[approval.needs](approval),
      ],
      ["id", approval.id],
      ["validUntil", time(approval.expiresAt)],
    ]),
  ].join("\n");
