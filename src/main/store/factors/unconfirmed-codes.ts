import type { HealthReport } from "#shared/contract/system.ts";
import { only, rows } from "../statements.ts";
import type { Db } from "../store.ts";

export type UnconfirmedCodes = NonNullable<HealthReport["unconfirmedCodes"]>;

/** How many names are given. */
const named = 5;

const holders = `
  FROM backup_code_sets s LEFT JOIN users u ON u.id = s.user_id LEFT JOIN admins a ON a.id = s.admin_id
  WHERE s.voided_at IS NULL AND s.handed_over_at IS NULL AND coalesce(u.status, a.status) = 'active'`;

/** Whose backup codes nobody has confirmed as handed over: active people and administrators, the oldest codes first. */
export async function readUnconfirmedCodes(db: Db): Promise<UnconfirmedCodes> {
  const count = await only<number>(db, `SELECT count(*) ${holders}`);
  const found = await rows<{ name: string }>(
    db,
    `SELECT coalesce(u.username, a.name) AS name ${holders} ORDER BY s.created_at, 1 LIMIT ${named}`,
  );
  return { count, names: found.map(({ name }) => name) };
}
