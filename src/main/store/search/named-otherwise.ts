import { sql, type SqlBool, type RawBuilder } from "kysely";
import { nameKey, sortKey } from "#shared/model/text.ts";
import { letterSerial } from "#shared/model/typed.ts";
import { endOf } from "./beginning.ts";
import type { Db } from "../store.ts";

/** A shorter beginning matches too many devices, letters and groups. */
const leastLetters = 4;

/** Devices and letters that one beginning leads to, at most. */
const mostOfAKind = 100;

async function bySerial(db: Db, search: string): Promise<number[]> {
  const device = nameKey(search);
  const letter = letterSerial(search);
  const { rows } = await sql<{ pk: number }>`
    SELECT u.pk FROM (
      SELECT t.user_id FROM hardware_tokens h JOIN tokens t ON t.hardware_id = h.id AND t.status <> 'revoked'
      WHERE h.serial_key >= ${device} AND h.serial_key < ${endOf(device)} AND t.user_id IS NOT NULL
      LIMIT ${mostOfAKind}) d JOIN users u ON u.id = d.user_id
    UNION
    SELECT u.pk FROM (
      SELECT l.user_id FROM letters l WHERE l.serial >= ${letter} AND l.serial < ${endOf(letter)}
      LIMIT ${mostOfAKind}) l JOIN users u ON u.id = l.user_id`.execute(db);
  return rows.map(({ pk }) => pk);
}

async function groupsNamed(db: Db, search: string): Promise<number[]> {
  const wanted = sortKey(search);
  const { rows } = await sql<{ pk: number; name: string }>`SELECT pk, name FROM groups WHERE members > 0`.execute(db);
  return rows.filter(({ name }) => sortKey(name).startsWith(wanted)).map(({ pk }) => pk);
}

/**
 * People found by what they have: the serial number of a device or a letter, or a group, which begins with the search.
 *
 * @param few up to this many people are listed one by one, which is quicker than checking everybody
 * @returns a condition on `users`, and whether it matches at most `few`; null if nothing is found
 */
export async function namedOtherwise(
  db: Db,
  search: string,
  few: number,
): Promise<{ condition: RawBuilder<SqlBool>; isFew: boolean } | null> {
  const typed = search.trim();
  if (Array.from(typed).length < leastLetters) return null;
  const pks = await bySerial(db, typed);
  const groups = await groupsNamed(db, typed);
  if (pks.length === 0 && groups.length === 0) return null;
  const inGroups = sql`SELECT user_pk AS pk FROM group_members WHERE group_pk IN
    (SELECT value FROM json_each(${JSON.stringify(groups)}))`;
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM (${inGroups} LIMIT ${few + 1})`.execute(db);
  const isFew = (rows[0]?.n ?? 0) + pks.length <= few;
  const ones = sql<SqlBool>`users.pk IN (SELECT value FROM json_each(${JSON.stringify(pks)}))`;
  if (groups.length === 0) return { condition: ones, isFew };
  const members = isFew
    ? sql<SqlBool>`users.pk IN (${inGroups})`
    : sql<SqlBool>`EXISTS (SELECT 1 FROM group_members m WHERE m.user_pk = users.pk AND m.group_pk IN
        (SELECT value FROM json_each(${JSON.stringify(groups)})))`;
  return { condition: sql<SqlBool>`(${ones} OR ${members})`, isFew };
}
