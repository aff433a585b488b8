import type { Selectable } from "kysely";
import { AppError } from "#shared/errors.ts";
import type { GroupId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";
import type { GroupRow } from "../migrations/schema.ts";
import { only, row, rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";

export type StoredGroup = Selectable<GroupRow>;

export const listGroups = (db: Db): Promise<StoredGroup[]> =>
  db.selectFrom("groups").selectAll().orderBy("name_key").execute();

export const groupById = (db: Db, id: GroupId): Promise<StoredGroup | undefined> =>
  db.selectFrom("groups").selectAll().where("id", "=", id).executeTakeFirst();

/** @param key `nameKey` of the name */
export const groupByKey = (db: Db, key: string): Promise<StoredGroup | undefined> =>
  db.selectFrom("groups").selectAll().where("name_key", "=", key).executeTakeFirst();

/** Its place may have gone to another group: it is known by its id. */
export const groupRemains = async (db: Db, { pk, id }: Pick<StoredGroup, "pk" | "id">): Promise<boolean> =>
  (await row(db, "SELECT 1 FROM groups WHERE pk = ? AND id = ?", pk, id)) !== undefined;

/** Groups of a person, by name. */
export const groupsOfUser = (db: Db, user: number): Promise<StoredGroup[]> =>
  rows<StoredGroup>(
    db,
    `SELECT g.* FROM group_members m JOIN groups g ON g.pk = m.group_pk WHERE m.user_pk = ? ORDER BY g.name_key`,
    user,
  );

export const isMember = async (db: Db, id: GroupId, user: number): Promise<boolean> =>
  (await row(
    db,
    "SELECT 1 FROM group_members m JOIN groups g ON g.pk = m.group_pk WHERE g.id = ? AND m.user_pk = ?",
    id,
    user,
  )) !== undefined;

/** @returns its `pk` */
export const insertGroup = (tx: Tx, group: Omit<GroupRow, "pk" | "members">): Promise<number> =>
  only<number>(
    tx,
    "INSERT INTO groups (id, name, name_key, description, created_at) VALUES (?, ?, ?, ?, ?) RETURNING pk",
    group.id,
    group.name,
    group.name_key,
    group.description,
    group.created_at,
  );

export async function updateGroup(
  tx: Tx,
  id: GroupId,
  change: Partial<Pick<GroupRow, "name" | "name_key" | "description">>,
): Promise<void> {
  await tx.updateTable("groups").set(change).where("id", "=", id).execute();
}

export async function deleteGroup(tx: Tx, id: GroupId): Promise<void> {
  await tx.deleteFrom("groups").where("id", "=", id).execute();
}

/** @returns the group that was removed; undefined if it has members or is gone */
export const removeEmptyGroup = (tx: Tx, id: GroupId): Promise<{ id: GroupId; name: string } | undefined> =>
  row<{ id: GroupId; name: string }>(tx, "DELETE FROM groups WHERE id = ? AND members = 0 RETURNING id, name", id);

/** @returns whether the person was not in the group before */
export const addMember = async (tx: Tx, group: number, user: number): Promise<boolean> =>
  (await run(tx, "INSERT OR IGNORE INTO group_members (group_pk, user_pk) VALUES (?, ?)", group, user)) > 0;

/** @returns whether the person was in the group before */
export const removeMember = async (tx: Tx, group: number, user: number): Promise<boolean> =>
  (await run(tx, "DELETE FROM group_members WHERE group_pk = ? AND user_pk = ?", group, user)) > 0;

/** Puts a person into exactly these groups. @returns the groups before */
export async function putIntoGroups(tx: Tx, user: number, wanted: readonly number[]): Promise<StoredGroup[]> {
  const before = await groupsOfUser(tx, user);
  for (const { pk } of before) if (!wanted.includes(pk)) await removeMember(tx, pk, user);
  for (const pk of wanted) if (!before.some((group) => group.pk === pk)) await addMember(tx, pk, user);
  return before;
}

/** Sets exactly these groups for the person. @throws AppError INVALID_REFERENCE for one that does not exist */
export async function setUserGroups(tx: Tx, user: number, groups: readonly GroupId[]): Promise<void> {
  const wanted = [...new Set(groups)];
  const found =
    wanted.length === 0 ? [] : await tx.selectFrom("groups").select("pk").where("id", "in", wanted).execute();
  if (found.length !== wanted.length) {
    throw new AppError("INVALID_REFERENCE", { fields: { groups: text("store.groupGone") } });
  }
  await putIntoGroups(
    tx,
    user,
    found.map(({ pk }) => pk),
  );
}
