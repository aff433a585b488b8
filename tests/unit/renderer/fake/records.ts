import { AdminId, BackupCodeSetId, GroupId, HardwareTokenId, SessionId, TokenId, UserId } from "#shared/model/ids.ts";
import type { AuditEvent, EnrolmentState, Role, Session, Token, User } from "#shared/model/records.ts";

export const hour = 3_600_000;
/** The fake's past is reckoned from here, so that screens look the same on every day. */
export const epoch = Date.UTC(2026, 10, 24, 9, 12, 0);

const uuid = (kind: number, n: number): string =>
  `0192f0c4-${kind.toString(16).padStart(4, "0")}-7000-8000-${n.toString(16).padStart(12, "0")}`;
export const userId = (n: number): UserId => UserId.parse(uuid(3, n));
export const tokenId = (n: number): TokenId => TokenId.parse(uuid(4, n));
export const groupId = (n: number): GroupId => GroupId.parse(uuid(5, n));

/** The groups of everyone's place of work; by name. */
export const groupNames = ["Emergency", "Nursing", "Radiology", "Surgery"] as const;

export const sessionOf = (role: Role, locked = false): Session => ({
  id: SessionId.parse(uuid(1, 1)),
  adminId: AdminId.parse(uuid(2, 1)),
  name: "mara.lindqvist",
  role,
  signedInAt: Date.now() - hour,
  idleExpiresAt: Date.now() + hour,
  expiresAt: Date.now() + 8 * hour,
  locked,
});

const given = [
  "Aino",
  "Bastian",
  "Chiara",
  "Dmitri",
  "Élodie",
  "Farid",
  "Greta",
  "Henrik",
  "Ingrid",
  "Jérôme",
  "Keiko",
];
const family = ["Abrahamsson", "Bianchi", "Çelik", "de la Fuente-Montalbán", "Eriksen", "Fischer", "García", "Haddad"];
const groupsOf = (n: number): User["groups"] =>
  n % 3 === 2
    ? []
    : groupNames
        .map((name, index) => ({ id: groupId(index + 1), name }))
        .filter((_, index) => index === n % groupNames.length || index === (n * 7 + 1) % groupNames.length);
const enrolments: EnrolmentState[] = ["active", "active", "active", "none", "pending", "active", "disabled"];

export const peopleOf = (count: number): User[] =>
  Array.from({ length: count }, (_, n) => {
    const first = given[n % given.length] ?? "";
    const last = family[(n * 5) % family.length] ?? "";
    const plain = `${first}.${last}`
      .normalize("NFKD")
      .replaceAll(/[^A-Za-z.]/gu, "")
      .toLowerCase();
    const username = n > 60 ? `${plain}${n}` : plain;
    return {
      id: userId(n + 1),
      username,
      name: n % 23 === 22 ? "" : `${first} ${last}`,
      email: `${username}@lindenhof.example`,
      externalId: n % 4 === 3 ? "" : String(10_000 + n),
      status: n % 11 === 10 ? "disabled" : n % 29 === 28 ? "left" : "active",
      enrolment: enrolments[n % enrolments.length] ?? "none",
      groups: groupsOf(n),
      createdAt: epoch - n * 7 * hour,
      updatedAt: epoch - n * 7 * hour,
    };
  });

export const tokenOf = (n: number, owner: UserId, over: Partial<Token> = {}): Token => ({
  id: tokenId(n),
  userId: owner,
  kind: "totp",
  label: `Phone ${n}`,
  serial: null,
  hardwareId: null,
  algorithm: "SHA1",
  digits: 6,
  period: 30,
  status: "active",
  createdAt: epoch - 90 * 24 * hour,
  activatedAt: epoch - 90 * 24 * hour,
  lastUsedAt: epoch - 5 * hour,
  expiresAt: null,
  driftSteps: 0,
  failures: 0,
  ...over,
});

export function tokensOf({ id, enrolment }: User): Token[] {
  switch (enrolment) {
    case "none":
      return [];
    case "pending":
      return [
        tokenOf(1, id, { status: "pending", activatedAt: null, lastUsedAt: null, expiresAt: Date.now() + 600_000 }),
      ];
    case "disabled":
      return [tokenOf(1, id, { status: "locked", failures: 100, driftSteps: 3 })];
    case "active":
      return [
        tokenOf(1, id, { driftSteps: -1, failures: 2 }),
        tokenOf(2, id, { status: "revoked", label: "Old phone with a fairly long label on it", lastUsedAt: null }),
        tokenOf(3, id, {
          status: "disabled",
          label: "Key fob",
          kind: "hotp",
          serial: "FT-200431",
          hardwareId: HardwareTokenId.parse(uuid(6, 1)),
          algorithm: "SHA256",
          digits: 8,
        }),
      ];
  }
}

const actions = ["verification.check", "token.confirm", "user.add", "access.sign_in", "token.begin", "backup.create"];

export const eventsOf = (people: readonly User[]): AuditEvent[] =>
  people.slice(0, 120).map((person, n, { length }) => {
    const action = actions[n % actions.length] ?? "user.add";
    const checked = action === "verification.check";
    return {
      seq: length - n,
      at: epoch - n * 17 * 60_000,
      actor: n % 8 === 7 ? null : "mara.lindqvist",
      action,
      target: person.username,
      targetId: person.id,
      result: checked ? (n % 4 === 0 ? "refused" : "accepted") : "done",
      details: checked ? { method: "totp", reason: n % 4 === 0 ? "already_used" : "ok", driftSteps: -1 } : {},
    };
  });

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const letters = (seed: number): string =>
  Array.from({ length: 5 }, (_, n) => alphabet[(seed * 17 + n * 11 + 3) % 32]).join("");

/** Ten codes in the form of real ones. */
export const backupCodes = Array.from({ length: 10 }, (_, n) => `${letters(n)}-${letters(n + 31)}`);
/** The set of these codes. */
export const codeSet = BackupCodeSetId.parse("0192f0c4-0002-7000-8000-000000000001");
export const seed = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
export const uri = `otpauth://totp/Lindenhof%20Hospital%20Group:mara.lindqvist?secret=${seed}&issuer=Lindenhof%20Hospital%20Group&algorithm=SHA1&digits=6&period=30`;
export const recoveryKey = "0K7D-9QRM-X2VT-5HJC-8NPE-W3ZA-6GBS-1FY4";
