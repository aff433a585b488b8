import type { GroupId, TargetId, UserId } from "#shared/model/ids.ts";
import type { StoredUser } from "../people/users.ts";
import { each, only, rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";

/** Few enough for one short page of a selection. */
const pageSize = 500;

/** What a target has to look at again, as a view of the store has it. */
export interface Marks {
  /** Whether everybody has to be looked at: nothing is known yet, or something that concerns all has changed. */
  everybody: boolean;
  /** The newest mark; 0: none. What is marked later has a higher one. */
  newest: number;
}

export async function marksOf(db: Db, target: TargetId): Promise<Marks> {
  const [found] = await rows<{ newest: number | null; everybody: number | null }>(
    db,
    "SELECT max(seq) AS newest, max(user_id = '') AS everybody FROM target_marks WHERE target_id = ?",
    target,
  );
  return { newest: found?.newest ?? 0, everybody: found?.everybody === 1 };
}

/** Only active people have something to hand over. From the marks on: SQLite would rather go through everybody in order. */
const markedPeople = (columns: string): string => `
  SELECT ${columns} FROM target_marks k CROSS JOIN users u ON u.id = k.user_id
  WHERE k.target_id = ? AND u.status = 'active' AND (? IS NULL OR EXISTS (
    SELECT 1 FROM group_members m JOIN groups g ON g.pk = m.group_pk WHERE g.id = ? AND m.user_pk = u.pk))`;

export const countMarked = (db: Db, target: TargetId, group: GroupId | null): Promise<number> =>
  only<number>(db, markedPeople("count(*)"), target, group, group);

/** The marked people who are active and in the target's group, page by page in the order of names. */
export async function* markedUsers(db: Db, target: TargetId, group: GroupId | null): AsyncGenerator<StoredUser[]> {
  const pks: number[] = [];
  const found = each<{ pk: number }>(db, `${markedPeople("u.pk")} ORDER BY u.ordinal`, target, group, group);
  for await (const { pk } of found) pks.push(pk);
  for (let at = 0; at < pks.length; at += pageSize) {
    yield await rows<StoredUser>(
      db,
      `SELECT users.* FROM json_each(?) AS wanted
       CROSS JOIN users ON users.pk = wanted.value ORDER BY wanted.key`,
      JSON.stringify(pks.slice(at, at + pageSize)),
    );
  }
}

/** @param user empty: everybody */
export async function markAgain(tx: Tx, target: TargetId, user: UserId | ""): Promise<void> {
  await run(tx, "DELETE FROM target_marks WHERE target_id = ? AND user_id = ?", target, user);
  await run(tx, "INSERT INTO target_marks (target_id, user_id) VALUES (?, ?)", target, user);
}

/** What was looked at need not be looked at again. @param newest of the marks that were seen */
export async function dropMarks(tx: Tx, target: TargetId, newest: number): Promise<void> {
  await run(tx, "DELETE FROM target_marks WHERE target_id = ? AND seq <= ?", target, newest);
}
