import { type Insertable, type Selectable, sql } from "kysely";
import type { GroupId, TargetId, TokenId, UserId } from "#shared/model/ids.ts";
import type { TargetProofRow, TargetRow, TargetTokenRow } from "../migrations/seeds-schema.ts";
import { each, row, rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";

/** With the name of its group, of how many people a sign-in there was accepted, and when the last time. */
export type StoredTarget = Selectable<TargetRow> & {
  group_name: string | null;
  proven: number;
  proven_at: number | null;
};

const accepted = sql`FROM target_proofs p JOIN target_tokens h ON h.target_id = p.target_id AND h.token_id = p.token_id
  WHERE p.target_id = targets.id AND p.result = 'accepted'`;

const selectTargets = (db: Db) =>
  db
    .selectFrom("targets")
    .leftJoin("groups", "groups.id", "targets.group_id")
    .selectAll("targets")
    .select("groups.name as group_name")
    .select(sql<number>`(SELECT count(DISTINCT h.user_id) ${accepted})`.as("proven"))
    .select(sql<number | null>`(SELECT max(p.at) ${accepted})`.as("proven_at"));

/** By name. */
export const listTargets = (db: Db): Promise<StoredTarget[]> => selectTargets(db).orderBy("targets.name_key").execute();

export const targetById = (db: Db, id: TargetId): Promise<StoredTarget | undefined> =>
  selectTargets(db).where("targets.id", "=", id).executeTakeFirst();

/** @param key `nameKey` of the name */
export const targetNamed = (db: Db, key: string): Promise<{ id: TargetId; name: string } | undefined> =>
  row<{ id: TargetId; name: string }>(db, "SELECT id, name FROM targets WHERE name_key = ?", key);

/** Those that have to be fitted, by name. */
export const targetsToFit = (db: Db): Promise<Pick<TargetRow, "name" | "format" | "settings" | "group_id">[]> =>
  rows(db, "SELECT name, format, settings, group_id FROM targets WHERE must_fit = 1 ORDER BY name_key");

export type NewTarget = Insertable<TargetRow>;

export async function insertTarget(tx: Tx, target: NewTarget): Promise<void> {
  await tx.insertInto("targets").values(target).execute();
}

/** What can be changed of one. Another group or other settings make an export look at everybody again. */
export type TargetChange = Partial<
  Pick<Selectable<TargetRow>, "name" | "name_key" | "settings" | "group_id" | "must_fit">
>;

export async function updateTarget(tx: Tx, id: TargetId, change: TargetChange): Promise<void> {
  await tx.updateTable("targets").set(change).where("id", "=", id).execute();
}

export async function deleteTarget(tx: Tx, id: TargetId): Promise<void> {
  await run(tx, "DELETE FROM targets WHERE id = ?", id);
}

/** What a target was handed of these authenticators: the facts, by id. */
export async function handedFacts(db: Db, target: TargetId, tokens: readonly TokenId[]): Promise<Map<TokenId, string>> {
  const found = await rows<{ token_id: TokenId; facts: string }>(
    db,
    `SELECT h.token_id, h.facts FROM json_each(?) AS wanted
     CROSS JOIN target_tokens h ON h.target_id = ? AND h.token_id = wanted.value`,
    JSON.stringify(tokens),
    target,
  );
  return new Map(found.map(({ token_id, facts }) => [token_id, facts]));
}

export type Handed = Omit<TargetTokenRow, "target_id" | "exported_at">;

export async function recordHanded(tx: Tx, target: TargetId, handed: Handed, at: number): Promise<void> {
  await run(
    tx,
    `INSERT INTO target_tokens (target_id, token_id, user_id, username, label, serial, facts, exported_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (target_id, token_id) DO UPDATE SET user_id = excluded.user_id, username = excluded.username, label = excluded.label,
       serial = excluded.serial, facts = excluded.facts, exported_at = excluded.exported_at`,
    target,
    handed.token_id,
    handed.user_id,
    handed.username,
    handed.label,
    handed.serial,
    handed.facts,
    at,
  );
}

export async function noteExported(tx: Tx, target: TargetId, at: number): Promise<void> {
  await run(tx, "UPDATE targets SET exported_at = ? WHERE id = ?", at, target);
}

export interface Lingering {
  token_id: TokenId;
  user_id: UserId;
  username: string;
  label: string;
  serial: string;
  /** How it stands here; null: it is deleted. */
  status: string | null;
}

/** Of `h`, what a target was handed, with what it is now: `t`, `u`. With the target's group twice. */
const stillBelongs = (group: string): string => `
  coalesce(t.status, '') = 'active' AND coalesce(u.status, '') = 'active'
  AND (${group} IS NULL OR EXISTS (
    SELECT 1 FROM group_members m JOIN groups g ON g.pk = m.group_pk WHERE g.id = ${group} AND m.user_pk = u.pk))`;

const asItIsNow = "LEFT JOIN tokens t ON t.id = h.token_id LEFT JOIN users u ON u.id = t.user_id";

/** Whose authenticators may differ: those of marked people (`target-marks.ts`), or of everybody. */
export interface Reach {
  target: TargetId;
  /** Whose go there; null: everybody's. */
  group: GroupId | null;
  everybody: boolean;
}

/** What a target was handed and should no longer accept: revoked, disabled or deleted here, or of a person who left, is
 * disabled or is not in its group. */
const lingering = (columns: string, everybody: boolean): string =>
  everybody
    ? `SELECT ${columns} FROM target_tokens h ${asItIsNow} WHERE h.target_id = ? AND NOT (${stillBelongs("?")})`
    : `SELECT ${columns} FROM target_marks k
       CROSS JOIN target_tokens h ON h.user_id = k.user_id AND h.target_id = k.target_id ${asItIsNow}
       WHERE k.target_id = ? AND NOT (${stillBelongs("?")})`;

/** The first ones, by username. */
export const lingeringIn = (db: Db, { target, group, everybody }: Reach, most: number): Promise<Lingering[]> =>
  rows<Lingering>(
    db,
    `${lingering("h.token_id, h.user_id, h.username, h.label, h.serial, t.status", everybody)}
     ORDER BY h.username, h.token_id LIMIT ?`,
    target,
    group,
    group,
    most,
  );

/** The owner of each, as they come. */
export const lingeringOwners = (
  db: Db,
  { target, group, everybody }: Reach,
): AsyncGenerator<{ user_id: UserId }, void> => each(db, lingering("h.user_id", everybody), target, group, group);

export interface HandedOf {
  target_id: TargetId;
  target_name: string;
  token_id: TokenId;
  label: string;
  serial: string;
  /** UTC milliseconds. */
  exported_at: number;
  state: "same" | "differs" | "remove";
  /** The last sign-in there that somebody told of; null: none. */
  proof: TargetProofRow["result"] | null;
  proof_note: string | null;
  proof_admin: string | null;
  proof_at: number | null;
}

const selectHanded = `
     SELECT h.target_id, s.name AS target_name, h.token_id, h.label, h.serial, h.exported_at,
       p.result AS proof, p.note AS proof_note, p.admin AS proof_admin, p.at AS proof_at,
       CASE WHEN NOT (${stillBelongs("s.group_id")}) THEN 'remove'
         WHEN h.facts ->> 0 <> u.username OR h.facts ->> 1 <> u.email OR h.facts ->> 2 <> u.external_id
           OR h.serial <> coalesce(t.serial, h.serial) THEN 'differs'
         ELSE 'same' END AS state
     FROM target_tokens h JOIN targets s ON s.id = h.target_id ${asItIsNow}
       LEFT JOIN target_proofs p ON p.target_id = h.target_id AND p.token_id = h.token_id`;

/** What systems were handed of a person, by their names. */
export const handedOf = (db: Db, user: UserId): Promise<HandedOf[]> =>
  rows<HandedOf>(db, `${selectHanded} WHERE h.user_id = ? ORDER BY s.name_key, h.token_id`, user);

/** One of them, of one authenticator. */
export const handedTo = (db: Db, target: TargetId, token: TokenId): Promise<HandedOf | undefined> =>
  row<HandedOf>(db, `${selectHanded} WHERE h.target_id = ? AND h.token_id = ?`, target, token);

/** What somebody told of a sign-in there, instead of what was told before. */
export async function keepProof(tx: Tx, proof: TargetProofRow): Promise<void> {
  const { target_id, token_id, result, note, admin, at } = proof;
  await run(
    tx,
    `INSERT INTO target_proofs (target_id, token_id, result, note, admin, at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (target_id, token_id) DO UPDATE SET result = excluded.result, note = excluded.note,
       admin = excluded.admin, at = excluded.at`,
    target_id,
    token_id,
    result,
    note,
    admin,
    at,
  );
}

/** Somebody has removed these there. */
export async function forgetHanded(tx: Tx, target: TargetId, tokens: readonly TokenId[]): Promise<number> {
  return run(
    tx,
    `DELETE FROM target_tokens WHERE target_id = ? AND token_id IN (SELECT value FROM json_each(?))`,
    target,
    JSON.stringify(tokens),
  );
}

/** Names of the targets whose people a group says. */
export const targetsOfGroup = async (db: Db, group: GroupId): Promise<string[]> =>
  (await rows<{ name: string }>(db, "SELECT name FROM targets WHERE group_id = ? ORDER BY name_key", group)).map(
    ({ name }) => name,
  );
