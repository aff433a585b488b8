import { z } from "zod";
import { Label, Text } from "../texts/schemas.ts";
import { AdminId, BackupCodeSetId, GroupId, HardwareTokenId, SessionId, TokenId, UserId } from "./ids.ts";

/** UTC milliseconds since the epoch. */
export const Timestamp = z.int().nonnegative();

export const Role = z.enum(["owner", "operator", "helpdesk", "auditor"]);
export type Role = z.infer<typeof Role>;
export const everyRole: readonly Role[] = Role.options;

/**
 * What the console can do right now. `empty`: no store; `setup`: set-up begun, not finished;
 * `damaged`: the store cannot be opened; `locked`: the data key is not available; `ready`.
 */
export const Phase = z.enum(["empty", "setup", "damaged", "locked", "ready"]);
export type Phase = z.infer<typeof Phase>;

export const Algorithm = z.enum(["SHA1", "SHA256", "SHA512"]);
export type Algorithm = z.infer<typeof Algorithm>;
export const Digits = z.union([z.literal(6), z.literal(8)]);
export type Digits = z.infer<typeof Digits>;
/** What the code is calculated from: time (RFC 6238) or a counter (RFC 4226). */
export const TokenKind = z.enum(["totp", "hotp"]);
export type TokenKind = z.infer<typeof TokenKind>;
/** Length of a time step in seconds (RFC 6238 section 4: X). */
export const Period = z.union([z.literal(30), z.literal(60)]);
export type Period = z.infer<typeof Period>;

export const Session = z.strictObject({
  id: SessionId,
  adminId: AdminId,
  name: z.string(),
  role: Role,
  signedInAt: Timestamp,
  /** When the session ends if nothing is done until then. */
  idleExpiresAt: Timestamp,
  /** When the session ends in any case. */
  expiresAt: Timestamp,
  locked: z.boolean(),
});
export type Session = z.infer<typeof Session>;

/** `left`: has left the organisation. Codes of `disabled` and `left` people are refused. */
export const UserStatus = z.enum(["active", "disabled", "left"]);
export type UserStatus = z.infer<typeof UserStatus>;

/** The strongest state among a person's authenticators. */
export const EnrolmentState = z.enum(["none", "pending", "active", "disabled"]);
export type EnrolmentState = z.infer<typeof EnrolmentState>;

export const User = z.strictObject({
  id: UserId,
  username: z.string(),
  name: z.string(),
  email: z.string(),
  /** The number or name under which another system knows the person; empty without one. */
  externalId: z.string(),
  status: UserStatus,
  enrolment: EnrolmentState,
  /** By name. */
  groups: z.array(z.strictObject({ id: GroupId, name: z.string() })),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type User = z.infer<typeof User>;

export const TokenStatus = z.enum(["pending", "active", "disabled", "locked", "revoked"]);
export type TokenStatus = z.infer<typeof TokenStatus>;

export const Token = z.strictObject({
  id: TokenId,
  userId: UserId,
  kind: TokenKind,
  label: z.string(),
  /** Of a hardware token, or of the letter that it was sent with. */
  serial: z.string().nullable(),
  /** The hardware token in the inventory that this is. */
  hardwareId: HardwareTokenId.nullable(),
  algorithm: Algorithm,
  digits: Digits,
  /** Meaningless for HOTP. */
  period: Period,
  status: TokenStatus,
  createdAt: Timestamp,
  activatedAt: Timestamp.nullable(),
  lastUsedAt: Timestamp.nullable(),
  /** Only while pending: the enrolment must be confirmed before then. */
  expiresAt: Timestamp.nullable(),
  /** By how many steps the authenticator's clock was last seen to be off; positive: it is ahead. Zero for HOTP. */
  driftSteps: z.int(),
  /** Wrong codes in a row. */
  failures: z.int().nonnegative(),
});
export type Token = z.infer<typeof Token>;

/** Look-up secrets (NIST SP 800-63B-4 3.1.2) of one person. */
export const BackupCodeStatus = z.strictObject({
  total: z.int().nonnegative(),
  remaining: z.int().nonnegative(),
  createdAt: Timestamp,
  /** When somebody confirmed that the holder has them, or one was first used; null: perhaps nobody ever saw them. */
  handedOverAt: Timestamp.nullable(),
  /** Whether so few are left that new ones should be made. */
  low: z.boolean(),
  /** In order: when each was used, or null. */
  usedAt: z.array(Timestamp.nullable()),
});
export type BackupCodeStatus = z.infer<typeof BackupCodeStatus>;

export const UserDetail = User.extend({
  notes: z.string(),
  tokens: z.array(Token),
  backupCodes: BackupCodeStatus.nullable(),
});
export type UserDetail = z.infer<typeof UserDetail>;

/** A new authenticator whose seed is shown now and never again. */
export const PendingEnrolment = z.strictObject({
  tokenId: TokenId,
  /** `otpauth://totp/…` or `otpauth://hotp/…` (Key URI format), for the QR. */
  uri: z.string(),
  /** The seed in base32 (RFC 4648 section 6), for typing by hand. */
  secret: z.string(),
  /** The account name that the app shows beside the issuer. */
  account: z.string(),
  expiresAt: Timestamp,
});
export type PendingEnrolment = z.infer<typeof PendingEnrolment>;

/** Shown once; the console keeps only their hashes. The set is confirmed by its id once its holder has the codes. */
export const newBackupCodes = { backupCodes: z.array(z.string()), codeSet: BackupCodeSetId };

/** As `newBackupCodes`, where the codes from before can stay: then the list is empty. */
export const firstBackupCodes = { ...newBackupCodes, codeSet: BackupCodeSetId.nullable() };

/** Safe facts of an event, and texts. */
const AuditDetails = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), Text]));
export type AuditDetails = z.infer<typeof AuditDetails>;

export const AuditEvent = z.strictObject({
  seq: z.int().positive(),
  at: Timestamp,
  /** Name of the administrator at that time; null for the console itself. */
  actor: z.string().nullable(),
  action: z.string(),
  /** What it was done to, as shown to people; null if it concerns the whole console. */
  target: Label.nullable(),
  targetId: z.string().nullable(),
  result: z.enum(["done", "accepted", "refused", "failed"]),
  details: AuditDetails,
});
export type AuditEvent = z.infer<typeof AuditEvent>;

export const VerificationReason = z.enum([
  "ok",
  "wrong_code",
  "already_used",
  "drifted",
  /** Right for another authenticator of the same person than the one that was asked for. */
  "other_token",
  /** The seed fits with other parameters: the app ignored them and used its defaults. */
  "wrong_parameters",
  "malformed",
  "no_token",
  "token_pending",
  "token_disabled",
  "token_locked",
  /** Of an authenticator that was replaced, revoked, lost or returned. */
  "token_revoked",
  /** Of a letter that has expired. */
  "letter_expired",
  /** Of a letter that was withdrawn or reprinted, or is no longer needed. */
  "letter_void",
  /** A backup code of the set before the last one. */
  "codes_replaced",
  "user_disabled",
  "throttled",
  /** Drifted like most other people's codes: this computer's clock is probably wrong. */
  "clock",
]);
export type VerificationReason = z.infer<typeof VerificationReason>;

/** What helps after a refusal, the most likely first. */
export const NextAction = z.enum([
  "try_next_code",
  "wait",
  "call_back",
  "unlock",
  "enable",
  "resync",
  /** With three codes in a row, whatever this code was: a counter may be far beyond what is searched for one. */
  "resync_far",
  "correct_phone_clock",
  "check_computer_clock",
  /** An owner, after this computer's clock was in the future. */
  "set_clock_back",
  "use_letter",
  "reprint",
  "confirm",
  "replace",
  "enrol",
  "new_backup_codes",
  "activate_person",
]);
export type NextAction = z.infer<typeof NextAction>;

/** The letter that a code relates to. */
export const VerdictLetter = z.strictObject({
  serial: z.string(),
  /** `waiting`: for its first code. */
  state: z.enum(["waiting", "used", "expired", "void"]),
  printedAt: Timestamp,
  expiresAt: Timestamp,
  voidedAt: Timestamp.nullable(),
});
export type VerdictLetter = z.infer<typeof VerdictLetter>;

/** The ended authenticator that a code belongs to. */
export const EndedAuthenticator = z.strictObject({
  label: z.string(),
  serial: z.string().nullable(),
  why: z.enum(["replaced", "revoked", "lost", "returned", "cancelled", "expired", "void"]),
  endedAt: Timestamp,
});
export type EndedAuthenticator = z.infer<typeof EndedAuthenticator>;

export const Verdict = z.strictObject({
  result: z.enum(["accepted", "refused"]),
  reason: VerificationReason,
  /** The reason, for the operator. */
  message: Text,
  method: z.enum(["totp", "backup_code"]),
  tokenId: TokenId.nullable(),
  tokenLabel: z.string().nullable(),
  /** Whether it was the first code of a letter, which activates the letter's authenticator. */
  activates: z.boolean(),
  /** Steps between the code and this computer's clock; only with `ok` and `drifted`. */
  driftSteps: z.int().nullable(),
  /** Backup codes left after this check. */
  remainingBackupCodes: z.int().nonnegative().nullable(),
  /** With `throttled`: when the next attempt is allowed. */
  retryAt: Timestamp.nullable(),
  /** With `driftSteps`: by how many seconds the authenticator's clock is ahead (positive) or behind. */
  offsetSeconds: z.int().nullable(),
  actions: z.array(NextAction),
  /** What `unlock` and `resync_far` can be done with where the code says nothing about it; `tokenId` otherwise. */
  targets: z.array(z.strictObject({ tokenId: TokenId, label: z.string() })),
  letter: VerdictLetter.nullable(),
  ended: EndedAuthenticator.nullable(),
  /**
   * When the backup was made that the console was restored from, while somebody still has to review what was revoked or
   * used since: it may be accepted again.
   */
  restoredFrom: Timestamp.optional(),
});
export type Verdict = z.infer<typeof Verdict>;
