import type Database from "better-sqlite3";
import type { HealthReport } from "#shared/contract/system.ts";

type Found = NonNullable<HealthReport["unconfirmedCodes"]>;

/** How many names are given. */
const named = 5;

const holders = `
  FROM backup_code_sets s LEFT JOIN users u ON u.id = s.user_id LEFT JOIN admins a ON a.id = s.admin_id
  WHERE s.voided_at IS NULL AND s.handed_over_at IS NULL AND coalesce(u.status, a.status) = 'active'`;

/** Whose backup codes nobody has confirmed as handed over: active people and administrators, the oldest codes first. */
export function readUnconfirmedCodes(raw: Database.Database): Found {
  const count = raw.prepare(`SELECT count(*) ${holders}`).pluck().get() as number;
  const names = raw
    .prepare(`SELECT coalesce(u.username, a.name) ${holders} ORDER BY s.created_at, 1 LIMIT ${named}`)
    .pluck()
    .all() as string[];
  return { count, names };
}
