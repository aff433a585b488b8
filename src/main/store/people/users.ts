import { type Selectable, sql, type SqlBool } from "kysely";
import type { UserRef } from "#shared/contract/directory.ts";
import { AppError } from "#shared/errors.ts";
import type { GroupId, UserId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { rawOf } from "../sqlite/connection.ts";
import { fixed } from "../sqlite/fixed.ts";
import { lookAlikeKey, lookColumn } from "../search/look-alike.ts";
import type { Db, Tx } from "../open.ts";
import type { UserRow } from "../migrations/schema.ts";
import { searchText, sortName } from "../search/search-text.ts";
import { countNewUsers, placeUsers, unplaceUser } from "../search/user-index.ts";

export type StoredUser = Selectable<UserRow>;
/** With the names of the groups, as JSON. */
export type UserWithGroups = StoredUser & { group_names: string };

/** What is given about a person; the rest is derived from it. */
export type UserFacts = Pick<UserRow, "username" | "name" | "email" | "external_id" | "notes" | "status">;

export const groupNames = sql<string>`(
  SELECT coalesce(json_group_array(json_object('id', g.id, 'name', g.name) ORDER BY g.name_key), '[]')
  FROM group_members m JOIN groups g ON g.pk = m.group_pk WHERE m.user_pk = users.pk)`;

const selectUsers = (db: Db) => db.selectFrom("users").selectAll().select(groupNames.as("group_names"));

/** The columns that follow from others. */
export const derivedColumns = (facts: Omit<UserFacts, "notes" | "status">) => ({
  username_key: nameKey(facts.username),
  name_sort: sortName(facts),
  external_key: facts.external_id === "" ? null : nameKey(facts.external_id),
  look_key: lookColumn(facts.username),
  search: searchText(facts),
});

/** @returns the row's `pk` */
export async function insertUser(tx: Tx, facts: UserFacts & Pick<UserRow, "id" | "created_at">): Promise<number> {
  const derived = derivedColumns(facts);
  const { pk } = await tx
    .insertInto("users")
    .values({ ...facts, ...derived, ordinal: null, import_id: null, updated_at: facts.created_at })
    .returning("pk")
    .executeTakeFirstOrThrow();
  placeUsers(rawOf(tx), [{ pk, ...derived }]);
  countNewUsers(rawOf(tx), facts.status, 1);
  return pk;
}

/** Writes what has changed and updates the person's position in the order and the search index if necessary. */
export async function updateUser(
  tx: Tx,
  before: StoredUser,
  change: Partial<UserFacts> & Pick<UserRow, "updated_at">,
): Promise<void> {
  const derived = derivedColumns({ ...before, ...change });
  const moves = derived.search !== before.search || derived.name_sort !== before.name_sort;
  if (moves) unplaceUser(rawOf(tx), before);
  await tx
    .updateTable("users")
    .set({ ...change, ...derived })
    .where("pk", "=", before.pk)
    .execute();
  if (moves) placeUsers(rawOf(tx), [{ pk: before.pk, ...derived }]);
}

/** Permanently, with everything that belongs to the person. */
export async function deleteUser(tx: Tx, user: StoredUser): Promise<void> {
  unplaceUser(rawOf(tx), user);
  await tx.deleteFrom("users").where("pk", "=", user.pk).execute();
}

/** How many people an error names who share an address. */
const namedAtMost = 5;

const byId = fixed((db) => selectUsers(db).where("id", "=", "" as UserId));
const byUsernameKey = fixed((db) => selectUsers(db).where("username_key", "=", ""));
const byExternalKey = fixed((db) => selectUsers(db).where("external_key", "=", ""));
const byEmail = fixed((db) =>
  selectUsers(db)
    .where("email", "<>", sql<string>`''`)
    .where(sql<SqlBool>`lower(email) = lower(${""})`)
    .orderBy("username_key")
    .limit(sql.lit(namedAtMost)),
);

const byLook = fixed((db) => selectUsers(db).where("look_key", "=", ""));

/** Somebody with another username that looks like this one (UTS 39 section 4). */
export async function userWhoLooksLike(db: Db, username: string): Promise<UserWithGroups | undefined> {
  const look = lookAlikeKey(username);
  const key = nameKey(username);
  const plain = look === key ? undefined : await userByUsername(db, look);
  return plain ?? (await byLook(db, look)).find((user) => user.username_key !== key);
}

/** @param key `nameKey` of the username */
export const userByUsername = async (db: Db, key: string): Promise<UserWithGroups | undefined> =>
  (await byUsernameKey(db, key))[0];

/** @param key `nameKey` of the external id */
export const userByExternalId = async (db: Db, key: string): Promise<UserWithGroups | undefined> =>
  (await byExternalKey(db, key))[0];

/**
 * The person with this e-mail address; case does not matter.
 *
 * @throws AppError INVALID_REFERENCE if several have it
 */
async function userByEmail(db: Db, email: string): Promise<UserWithGroups | undefined> {
  const [first, ...others] = await byEmail(db, email.trim());
  if (!first || others.length === 0) return first;
  const names = [first, ...others].map(({ username }) => username).join(", ");
  throw new AppError("INVALID_REFERENCE", {
    message: `Several people have this e-mail address: ${names}. Enter the username.`,
    fields: { user: "Several people have this e-mail address." },
  });
}

/** Usernames are unique; an external id may look like an address, but is unique too. */
async function userByIdentifier(db: Db, identifier: string): Promise<UserWithGroups | undefined> {
  const key = nameKey(identifier.trim());
  return (await userByUsername(db, key)) ?? (await userByExternalId(db, key)) ?? (await userByEmail(db, identifier));
}

/** @throws AppError NOT_FOUND; INVALID_REFERENCE if several people have the e-mail address */
export async function requireUser(db: Db, ref: UserRef): Promise<UserWithGroups> {
  const row =
    "id" in ref
      ? (await byId(db, ref.id))[0]
      : "username" in ref
        ? await userByUsername(db, nameKey(ref.username))
        : await userByIdentifier(db, ref.identifier);
  if (!row) throw new AppError("NOT_FOUND", { message: "There is no such person." });
  return row;
}

/** How a person is named in the audit log. */
export const userTarget = (row: Pick<UserRow, "id" | "username">) => ({ id: row.id, name: row.username });

/** Sets exactly these groups for the person. @throws AppError INVALID_REFERENCE for one that does not exist */
export async function setUserGroups(tx: Tx, pk: number, groups: readonly GroupId[]): Promise<void> {
  const wanted = [...new Set(groups)];
  const found =
    wanted.length === 0 ? [] : await tx.selectFrom("groups").select("pk").where("id", "in", wanted).execute();
  if (found.length !== wanted.length) {
    throw new AppError("INVALID_REFERENCE", { fields: { groups: "One of these groups no longer exists." } });
  }
  const pks = found.map((group) => group.pk);
  const others = tx.deleteFrom("group_members").where("user_pk", "=", pk);
  await (pks.length === 0 ? others : others.where("group_pk", "not in", pks)).execute();
  for (const group_pk of pks) {
    await tx
      .insertInto("group_members")
      .values({ group_pk, user_pk: pk })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
