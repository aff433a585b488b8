import type { Raw } from "../connection.ts";
import { columnsOf } from "./columns.ts";
import { carryEnded, type Reseal } from "./ended.ts";
import { rules } from "./rules.ts";
import { applyRules, type Watch } from "./since.ts";

export interface CarryHow {
  /** UTC milliseconds. */
  at: number;
  /**
   * Whether both stores have one data key: then current passwords, codes and ways to open the keys work in the restored
   * store too.
   */
  sameKey: boolean;
  reseal: Reseal;
}

/** Roles with fewer rights first. */
const rank = (column: string): string =>
  `CASE ${column} WHEN 'auditor' THEN 0 WHEN 'helpdesk' THEN 1 WHEN 'operator' THEN 2 ELSE 3 END`;

/** Ended administrators stay ended, reduced roles stay reduced, and those who must enrol again still must. @param who SQL over `admins` */
function end(raw: Raw, at: number, who: string): void {
  raw
    .prepare(
      `UPDATE admins SET status = 'disabled', updated_at = ? WHERE status <> 'disabled' AND (${who}) AND NOT EXISTS
         (SELECT 1 FROM present.admins p WHERE p.id = admins.id AND p.status <> 'disabled')`,
    )
    .run(at);
  raw
    .prepare(
      `UPDATE admins SET role = p.role FROM present.admins p
         WHERE p.id = admins.id AND (${who}) AND ${rank("p.role")} < ${rank("admins.role")}`,
    )
    .run();
  raw
    .prepare(
      `UPDATE admins SET must_enrol = max(admins.must_enrol, p.must_enrol),
           second_factor = CASE p.second_factor WHEN 'on' THEN 'on' ELSE admins.second_factor END
         FROM present.admins p WHERE p.id = admins.id AND (${who})`,
    )
    .run();
}

/** Owners who were added since: without them, the person restoring could be locked out. */
function bringOwners(raw: Raw): void {
  const columns = columnsOf(raw, "admins");
  raw
    .prepare(
      `INSERT OR IGNORE INTO admins (${columns}) SELECT ${columns} FROM present.admins
         WHERE role = 'owner' AND status = 'active' AND id NOT IN (SELECT id FROM admins)`,
    )
    .run();
}

/** What administrators sign in with now: authenticators, and with the same data key codes and passwords as well. */
function bringCredentials(raw: Raw, { sameKey, reseal }: CarryHow): void {
  const columns = columnsOf(raw, "tokens");
  const seeds = raw
    .prepare(
      `SELECT t.id, t.seed FROM present.tokens t JOIN admins a ON a.id = t.admin_id WHERE a.status <> 'disabled'
         AND t.seed IS NOT NULL AND t.status <> 'pending' AND t.id NOT IN (SELECT id FROM tokens WHERE admin_id IS NOT NULL)`,
    )
    .all() as { id: string; seed: Buffer }[];
  const insert = raw.prepare(`INSERT INTO tokens (${columns}) SELECT ${columns} FROM present.tokens WHERE id = ?`);
  const seal = raw.prepare("UPDATE tokens SET seed = ?, hardware_id = NULL WHERE id = ?");
  for (const { id, seed } of seeds) {
    const sealed = reseal("tokens", id, seed);
    if (sealed === null) continue;
    insert.run(id);
    seal.run(sealed, id);
  }
  if (!sameKey) return;
  const [sets, codes] = [columnsOf(raw, "backup_code_sets"), columnsOf(raw, "backup_codes")];
  const newSets = `SELECT s.id FROM present.backup_code_sets s JOIN admins a ON a.id = s.admin_id
    WHERE s.voided_at IS NULL AND a.status <> 'disabled'`;
  raw
    .prepare(
      `INSERT OR IGNORE INTO backup_code_sets (${sets}) SELECT ${sets} FROM present.backup_code_sets WHERE id IN (${newSets})`,
    )
    .run();
  raw
    .prepare(
      `INSERT OR IGNORE INTO backup_codes (${codes}) SELECT ${codes} FROM present.backup_codes WHERE set_id IN (${newSets})`,
    )
    .run();
  raw
    .prepare(
      `UPDATE admins SET password_hash = p.password_hash, password_changed_at = p.password_changed_at
         FROM present.admins p WHERE p.id = admins.id`,
    )
    .run();
}

/** Current passphrases and recovery keys: those that were removed since open nothing. */
function bringWaysIn(raw: Raw): void {
  const human = "kind <> 'keychain'";
  if (raw.prepare(`SELECT 1 FROM present.vault_slots WHERE ${human}`).get() === undefined) return;
  const columns = columnsOf(raw, "vault_slots");
  raw.prepare(`DELETE FROM vault_slots WHERE ${human}`).run();
  raw.prepare(`INSERT INTO vault_slots (${columns}) SELECT ${columns} FROM present.vault_slots WHERE ${human}`).run();
  raw.prepare("UPDATE console SET passphrase_at_start = (SELECT passphrase_at_start FROM present.console)").run();
}

/** Whether an owner can sign in. */
const hasAbleOwner = (raw: Raw): boolean =>
  raw
    .prepare(
      `SELECT 1 FROM admins a WHERE a.role = 'owner' AND a.status = 'active' AND a.must_enrol = 0 AND (a.second_factor = 'off'
         OR EXISTS (SELECT 1 FROM tokens t WHERE t.admin_id = a.id AND t.status = 'active')
         OR EXISTS (SELECT 1 FROM backup_code_sets s JOIN backup_codes c ON c.set_id = s.id
           WHERE s.admin_id = a.id AND s.voided_at IS NULL AND c.used_at IS NULL))`,
    )
    .get() !== undefined;

const ofHolders = rules.filter(({ table }) => table === "tokens" || table === "backup_code_sets");

/**
 * Carries over changes to administrators and to the ways to open the keys. If that would leave no owner who can sign
 * in, owners stay as they are in the backup.
 *
 * @returns whether owners did
 */
async function carryAdministrators(raw: Raw, how: CarryHow, watch: Watch): Promise<boolean> {
  const able = hasAbleOwner(raw);
  const ofAdmins = async (who: string): Promise<void> => {
    end(raw, how.at, who);
    const condition = `b.admin_id IN (SELECT id FROM admins WHERE ${who})`;
    await applyRules(raw, ofHolders, condition, how.at, watch);
  };
  raw.exec("SAVEPOINT owners");
  bringOwners(raw);
  bringCredentials(raw, how);
  await ofAdmins("true");
  const locked = able && !hasAbleOwner(raw);
  if (locked) {
    raw.exec("ROLLBACK TO owners");
    await ofAdmins("role <> 'owner'");
  } else if (how.sameKey) bringWaysIn(raw);
  raw.exec("RELEASE owners");
  return locked;
}

/** Wrong attempts in a row and their delays, what these are measured by, and the time behind which the clock may not be. */
function carryCounters(raw: Raw): void {
  raw
    .prepare(
      `INSERT INTO counted_time (computer, boot, uptime, counted, at)
         SELECT computer, boot, uptime, counted, at FROM present.counted_time WHERE true
         ON CONFLICT (computer) DO UPDATE SET boot = excluded.boot, uptime = excluded.uptime,
           counted = excluded.counted, at = excluded.at WHERE excluded.counted > counted_time.counted`,
    )
    .run();
  raw
    .prepare(
      `INSERT INTO throttle (key, failures, blocked_until, updated_at)
         SELECT key, failures, blocked_until, updated_at FROM present.throttle WHERE true
         ON CONFLICT (key) DO UPDATE SET failures = max(failures, excluded.failures),
           blocked_until = max(blocked_until, excluded.blocked_until), updated_at = max(updated_at, excluded.updated_at)`,
    )
    .run();
  raw.prepare("UPDATE console SET clock_floor = max(clock_floor, (SELECT clock_floor FROM present.console))").run();
}

/**
 * Carries over what was revoked, used or advanced since the backup was made. In the transaction of the caller.
 *
 * @returns whether owners stay as they are in the backup, since nobody could sign in otherwise
 */
export async function carryOver(raw: Raw, how: CarryHow, watch: Watch): Promise<{ ownersStay: boolean }> {
  const others = rules.filter((rule) => !ofHolders.includes(rule));
  await applyRules(raw, ofHolders, "b.admin_id IS NULL", how.at, watch);
  const ownersStay = await carryAdministrators(raw, how, watch);
  await applyRules(raw, others, "true", how.at, watch);
  await carryEnded(raw, how.reseal, how.at, watch);
  carryCounters(raw);
  return { ownersStay };
}
