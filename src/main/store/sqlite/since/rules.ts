import type { SinceKind } from "#shared/model/restores.ts";

/**
 * One thing that can have become safer since a backup was made. `b` is a row of the backup's store, `p` the same row of
 * the current one, which is attached as `present`. All statements see only the rows of `b` between two row numbers, so
 * that a store of any size is processed in pieces.
 */
export interface Rule {
  /** Null: carried over without being named. */
  kind: SinceKind | null;
  /** The table of `b`. */
  table: string;
  from: string;
  where: string;
  /** SQL expressions, for people to read. */
  name: string;
  detail: string;
  /** Statements; `IN_THESE` stands for the row numbers of `b`. */
  apply: readonly string[];
}

const holder = `coalesce(
  (SELECT h.username FROM users h WHERE h.id = b.user_id), (SELECT a.name FROM admins a WHERE a.id = b.admin_id), '')`;

/** Deleted while its holder still exists; for an administrator who is gone, nothing is valid any more. */
const gone = `(p.id IS NULL AND (b.admin_id IS NOT NULL
  OR EXISTS (SELECT 1 FROM present.users h WHERE h.id = b.user_id)))`;

const presentToken = (column: string): string => `(SELECT p.${column} FROM present.tokens p WHERE p.id = tokens.id)`;

/**
 * Steps and counters, also those used ahead of a clock that was corrected: none up to the later one is accepted again
 * (RFC 6238 5.2, RFC 4226 7.2).
 */
const advanced = (kind: "totp" | "hotp") => ({
  table: "tokens",
  from: `tokens b JOIN present.tokens p ON p.id = b.id`,
  where: `b.kind = '${kind}' AND b.status <> 'revoked' AND p.status <> 'revoked'
      AND (p.last_step > coalesce(b.last_step, -1) OR p.ahead_used <> b.ahead_used)`,
  name: holder,
  apply: [
    `UPDATE tokens SET (last_step, drift, last_used_at, ahead_used, ahead_told) = (
         SELECT p.last_step, p.drift, p.last_used_at, p.ahead_used, p.ahead_told FROM present.tokens p
         WHERE p.id = tokens.id) WHERE rowid IN (IN_THESE)`,
  ],
});

const holding = "FROM present.tokens t WHERE t.hardware_id = p.id AND t.status <> 'revoked'";

/**
 * What was accepted of a device, its present holder's codes included: a device that the backup has in the stock may
 * have been given out and used since. -1: nothing.
 */
const spent = `max(coalesce(p.last_step, -1), coalesce((SELECT max(t.last_step) ${holding}), -1))`;

/** The steps of it that are kept one by one; its holder's authenticator has got the device's. */
const keptSteps = `coalesce((SELECT max(t.ahead_used) ${holding}), p.ahead_used)`;

/** In the order in which they are shown and applied. */
export const rules: readonly Rule[] = [
  {
    kind: "authenticatorsRevoked",
    table: "tokens",
    from: `tokens b LEFT JOIN present.tokens p ON p.id = b.id`,
    where: `b.status <> 'revoked' AND (p.status = 'revoked' OR ${gone})`,
    name: holder,
    detail: "b.label",
    apply: [
      // An enrolment that was cancelled, or has expired, is no authenticator any more: its row is gone, too.
      `DELETE FROM tokens WHERE status = 'pending' AND NOT EXISTS (SELECT 1 FROM present.tokens p WHERE p.id = tokens.id)
         AND rowid IN (IN_THESE)`,
      `UPDATE tokens SET status = 'revoked', seed = NULL, expires_at = NULL WHERE rowid IN (IN_THESE)`,
    ],
  },
  {
    // A letter that was used is not in the post any more.
    kind: "enrolmentsFinished",
    table: "tokens",
    from: `tokens b JOIN present.tokens p ON p.id = b.id`,
    where: `b.status = 'pending' AND p.status = 'active'`,
    name: holder,
    detail: "coalesce(b.serial, b.label)",
    apply: [
      `UPDATE tokens SET status = 'active', expires_at = NULL, activated_at = ${presentToken("activated_at")}
         WHERE rowid IN (IN_THESE)`,
    ],
  },
  {
    kind: "authenticatorsDisabled",
    table: "tokens",
    from: `tokens b JOIN present.tokens p ON p.id = b.id`,
    where: `b.status IN ('pending', 'active') AND p.status IN ('disabled', 'locked')`,
    name: holder,
    detail: "b.label",
    apply: [
      `UPDATE tokens SET status = ${presentToken("status")}, expires_at = NULL,
         activated_at = coalesce(activated_at, ${presentToken("activated_at")}) WHERE rowid IN (IN_THESE)`,
    ],
  },
  { ...advanced("totp"), kind: "stepsUsed", detail: "b.label" },
  {
    ...advanced("hotp"),
    kind: "countersAdvanced",
    detail: "b.label || ', ' || coalesce(b.last_step, 0) || ' to ' || coalesce(p.last_step, 0)",
  },
  {
    kind: null,
    table: "tokens",
    from: `tokens b JOIN present.tokens p ON p.id = b.id`,
    where: `(p.failures > b.failures OR p.aimed_failures > b.aimed_failures) AND b.status <> 'revoked'`,
    name: "''",
    detail: "''",
    apply: [
      `UPDATE tokens SET failures = max(failures, ${presentToken("failures")}),
         aimed_failures = max(aimed_failures, ${presentToken("aimed_failures")}) WHERE rowid IN (IN_THESE)`,
    ],
  },
  {
    // Nothing is known about people who were deleted: no code of a time step that has begun is accepted again.
    kind: null,
    table: "tokens",
    from: `tokens b`,
    where: `b.user_id IS NOT NULL AND b.kind = 'totp' AND b.status <> 'revoked'
      AND NOT EXISTS (SELECT 1 FROM present.users h WHERE h.id = b.user_id)`,
    name: "''",
    detail: "''",
    apply: [
      `UPDATE tokens SET last_step = max(coalesce(last_step, 0), CAST(:at / 1000 / period AS INTEGER) + drift) WHERE rowid IN (IN_THESE)`,
    ],
  },
  {
    kind: "backupCodesUsed",
    table: "backup_code_sets",
    from: `backup_code_sets b JOIN backup_codes c ON c.set_id = b.id JOIN present.backup_codes p ON p.set_id = c.set_id AND p.position = c.position`,
    where: `c.used_at IS NULL AND p.used_at IS NOT NULL`,
    name: holder,
    detail: "'code ' || (c.position + 1)",
    apply: [
      `UPDATE backup_codes SET used_at = (SELECT p.used_at FROM present.backup_codes p
           WHERE p.set_id = backup_codes.set_id AND p.position = backup_codes.position)
         WHERE used_at IS NULL AND set_id IN (SELECT id FROM backup_code_sets WHERE rowid IN (IN_THESE))`,
    ],
  },
  {
    kind: "backupCodesVoided",
    table: "backup_code_sets",
    from: `backup_code_sets b LEFT JOIN present.backup_code_sets p ON p.id = b.id`,
    where: `b.voided_at IS NULL AND (p.voided_at IS NOT NULL OR ${gone})`,
    name: holder,
    detail: "''",
    apply: [
      `UPDATE backup_code_sets SET voided_at = coalesce(
           (SELECT p.voided_at FROM present.backup_code_sets p WHERE p.id = backup_code_sets.id), :at)
         WHERE rowid IN (IN_THESE)`,
    ],
  },
  {
    kind: "lettersVoided",
    table: "letters",
    from: `letters b LEFT JOIN present.letters p ON p.id = b.id`,
    where: `b.voided_at IS NULL AND (p.voided_at IS NOT NULL
        OR (p.id IS NULL AND EXISTS (SELECT 1 FROM present.users h WHERE h.id = b.user_id)))`,
    name: "coalesce((SELECT h.username FROM users h WHERE h.id = b.user_id), '')",
    detail: "b.serial",
    apply: [
      `UPDATE letters SET
           voided_at = coalesce((SELECT p.voided_at FROM present.letters p WHERE p.id = letters.id), :at),
           void_reason = coalesce(void_reason, (SELECT p.void_reason FROM present.letters p WHERE p.id = letters.id))
         WHERE rowid IN (IN_THESE)`,
    ],
  },
  {
    kind: "devicesLost",
    table: "hardware_tokens",
    from: `hardware_tokens b JOIN present.hardware_tokens p ON p.id = b.id`,
    where: `p.state IN ('lost', 'retired') AND b.state NOT IN ('retired', p.state)`,
    name: "b.serial",
    detail: "p.state",
    apply: [
      `UPDATE hardware_tokens SET
           seed = CASE (SELECT p.state FROM present.hardware_tokens p WHERE p.id = hardware_tokens.id)
             WHEN 'retired' THEN NULL ELSE seed END,
           state = (SELECT p.state FROM present.hardware_tokens p WHERE p.id = hardware_tokens.id)
         WHERE rowid IN (IN_THESE)`,
    ],
  },
  {
    kind: null,
    table: "hardware_tokens",
    from: `hardware_tokens b JOIN present.hardware_tokens p ON p.id = b.id`,
    where: `${spent} > coalesce(b.last_step, -1) OR ${keptSteps} <> b.ahead_used`,
    name: "''",
    detail: "''",
    apply: [
      `UPDATE hardware_tokens SET (last_step, drift, ahead_used) =
           (SELECT nullif(${spent}, -1), p.drift, ${keptSteps} FROM present.hardware_tokens p WHERE p.id = hardware_tokens.id)
         WHERE rowid IN (IN_THESE)`,
    ],
  },
  {
    // A device that was taken back is in stock again.
    kind: null,
    table: "hardware_tokens",
    from: `hardware_tokens b`,
    where: `b.state = 'assigned' AND NOT EXISTS (SELECT 1 FROM tokens t
      WHERE t.hardware_id = b.id AND t.hardware_id IS NOT NULL AND t.status <> 'revoked')`,
    name: "''",
    detail: "''",
    apply: [`UPDATE hardware_tokens SET state = 'stock' WHERE rowid IN (IN_THESE)`],
  },
  {
    kind: "peopleDisabled",
    table: "users",
    from: `users b JOIN present.users p ON p.id = b.id`,
    where: `(b.status = 'active' AND p.status <> 'active') OR (b.status = 'disabled' AND p.status = 'left')`,
    name: "b.username",
    detail: "p.status",
    apply: [
      `UPDATE users SET status = (SELECT p.status FROM present.users p WHERE p.id = users.id) WHERE rowid IN (IN_THESE)`,
    ],
  },
  {
    // Some of them may have been deleted by mistake, and be the reason for the restore: they exist, and are locked out.
    kind: "peopleDeleted",
    table: "users",
    from: `users b LEFT JOIN present.users p ON p.id = b.id`,
    where: `p.id IS NULL AND b.status = 'active'`,
    name: "b.username",
    detail: "''",
    apply: [`UPDATE users SET status = 'disabled' WHERE rowid IN (IN_THESE)`],
  },
  {
    kind: "recipientsRemoved",
    table: "backup_recipients",
    from: `backup_recipients b LEFT JOIN present.backup_recipients p ON p.recipient = b.recipient`,
    where: `p.id IS NULL`,
    name: "b.name",
    detail: "''",
    apply: [`DELETE FROM backup_recipients WHERE rowid IN (IN_THESE)`],
  },
  {
    kind: "placesRemoved",
    table: "destinations",
    from: `destinations b LEFT JOIN present.destinations p ON p.id = b.id`,
    where: `b.enabled = 1 AND (p.id IS NULL OR p.enabled = 0)`,
    name: "b.name",
    detail: "''",
    apply: [`UPDATE destinations SET enabled = 0 WHERE rowid IN (IN_THESE)`],
  },
];

const changedAdministrator = `b.role <> p.role OR b.password_changed_at <> p.password_changed_at
  OR b.second_factor <> p.second_factor OR b.must_enrol <> p.must_enrol
  OR EXISTS (SELECT 1 FROM present.tokens t WHERE t.admin_id = b.id AND t.status <> 'revoked'
    AND NOT EXISTS (SELECT 1 FROM tokens o WHERE o.id = t.id))`;

/** Only counted and named here: administrators and ways to open the keys are carried over by separate rules. */
export const shownOnly: readonly Rule[] = [
  {
    kind: "administratorsEnded",
    table: "admins",
    from: `admins b LEFT JOIN present.admins p ON p.id = b.id`,
    where: `b.status <> 'disabled' AND (p.id IS NULL OR p.status = 'disabled')`,
    name: "b.name",
    detail: "CASE WHEN p.id IS NULL THEN 'removed' ELSE 'disabled' END",
    apply: [],
  },
  {
    kind: "administratorsChanged",
    table: "admins",
    from: `admins b JOIN present.admins p ON p.id = b.id`,
    where: `p.status <> 'disabled' AND (${changedAdministrator})`,
    name: "b.name",
    detail: "CASE WHEN b.role <> p.role THEN b.role || ' to ' || p.role ELSE '' END",
    apply: [],
  },
  {
    kind: "waysInChanged",
    table: "vault_slots",
    from: `vault_slots b LEFT JOIN present.vault_slots p ON p.id = b.id`,
    where: `b.kind <> 'keychain'
      AND (p.id IS NULL OR p.wrapped_key <> b.wrapped_key)`,
    name: "CASE b.label WHEN '' THEN b.kind ELSE b.label END",
    detail: "b.kind",
    apply: [],
  },
];
