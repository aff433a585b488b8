import { type Selectable, sql, type SqlBool } from "kysely";
import type { UserRef } from "#shared/contract/directory.ts";
import { AppError } from "#shared/errors.ts";
import type { UserId } from "#shared/model/ids.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import { fixed } from "../fixed.ts";
import { only, row, rows, run } from "../statements.ts";
import { lookAlikeKey, lookColumn } from "../search/look-alike.ts";
import type { Db, Tx } from "../store.ts";
import type { UserRow } from "../migrations/schema.ts";
import { searchText, sortName } from "../search/search-text.ts";
import { placeUsers, unindexUser, unplaceUser } from "../search/user-index.ts";
import { releaseHardware } from "../factors/release-hardware.ts";

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

/** Higher than every person's `pk`. */
export const nextUserPk = async (db: Db): Promise<number> =>
  (await only<number>(db, "SELECT coalesce(max(pk), 0) FROM users")) + 1;

const columns = [
  "pk",
  "id",
  "username",
  "username_key",
  "name",
  "name_sort",
  "email",
  "external_id",
  "external_key",
  "notes",
  "status",
  "ordinal",
  "search",
  "import_id",
  "created_at",
  "updated_at",
  "look_key",
] as const satisfies (keyof StoredUser)[];

const insert = `INSERT INTO users (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;

/** Without a position in the order of names: `placeUsers` writes a person together with it. */
export async function insertUserRow(tx: Tx, user: Pick<StoredUser, (typeof columns)[number]>): Promise<void> {
  await run(tx, insert, ...columns.map((name) => user[name]));
}

/** @returns the row's `pk` */
export async function insertUser(tx: Tx, facts: UserFacts & Pick<UserRow, "id" | "created_at">): Promise<number> {
  const derived = derivedColumns(facts);
  const pk = await nextUserPk(tx);
  const written = { ...facts, ...derived, pk, import_id: null, updated_at: facts.created_at };
  const { name_sort, search } = derived;
  const { status } = facts;
  await placeUsers(tx, [
    { pk, name_sort, search, status, insert: (ordinal) => insertUserRow(tx, { ...written, ordinal }) },
  ]);
  return pk;
}

/** What a person is changed to, with the columns that follow from it. */
export type UserChange = UserFacts & ReturnType<typeof derivedColumns> & Pick<UserRow, "import_id" | "updated_at">;

const changed = [
  "username",
  "username_key",
  "name",
  "name_sort",
  "email",
  "external_id",
  "external_key",
  "notes",
  "status",
  "search",
  "import_id",
  "updated_at",
  "look_key",
] as const satisfies (keyof UserChange)[];

const update = `UPDATE users SET ${changed.map((name) => `${name} = ?`).join(", ")} WHERE pk = ?`;

/** The position in the order of names is not changed. An `import_id` that stays the same is forgotten (trigger). */
export async function writeUser(tx: Tx, pk: number, change: UserChange): Promise<void> {
  await run(tx, update, ...changed.map((name) => change[name]), pk);
}

/** Whether a change gives a person another position, or other text to search. */
export const moves = (
  before: Pick<UserRow, "search" | "name_sort">,
  after: Pick<UserRow, "search" | "name_sort">,
): boolean => before.search !== after.search || before.name_sort !== after.name_sort;

/** Writes what has changed and updates the person's position in the order and the search index if necessary. */
export async function updateUser(
  tx: Tx,
  before: StoredUser,
  change: Partial<UserFacts> & Pick<UserRow, "updated_at">,
): Promise<void> {
  const after = { ...before, ...change };
  const derived = derivedColumns(after);
  const moved = moves(before, derived);
  if (moved) await unplaceUser(tx, before);
  await writeUser(tx, before.pk, { ...after, ...derived });
  if (moved) await placeUsers(tx, [{ pk: before.pk, ...derived }]);
}

export async function writeStatus(tx: Tx, pk: number, status: UserStatus, at: number): Promise<void> {
  await run(tx, "UPDATE users SET status = ?, updated_at = ? WHERE pk = ?", status, at, pk);
}

/** A person was put into a group or taken out: that counts as a change. */
export async function touchUser(tx: Tx, user: number, at: number): Promise<void> {
  await run(tx, "UPDATE users SET updated_at = ? WHERE pk = ?", at, user);
}

/** The person as the transaction sees them; undefined if deleted. */
export const readUser = (db: Db, pk: number): Promise<StoredUser | undefined> =>
  row<StoredUser>(db, "SELECT * FROM users WHERE pk = ?", pk);

/** People in the order in which they came, from one on. */
export const usersFrom = (db: Db, pk: number, limit: number): Promise<Pick<StoredUser, "pk" | "id" | "username">[]> =>
  rows(db, "SELECT pk, id, username FROM users WHERE pk >= ? ORDER BY pk LIMIT ?", pk, limit);

/** Removes a person who has nothing yet. */
export async function removeNewUser(tx: Tx, user: Pick<StoredUser, "pk" | "ordinal" | "search">): Promise<void> {
  await unindexUser(tx, user);
  await run(tx, "DELETE FROM users WHERE pk = ?", user.pk);
}

/** Permanently, with everything that belongs to the person; hardware tokens go back to the inventory. */
export async function deleteUser(tx: Tx, user: StoredUser, at: number): Promise<void> {
  await releaseHardware(tx, user.id, at);
  await removeNewUser(tx, user);
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
  const usernames = [first, ...others].map(({ username }) => username);
  throw new AppError("INVALID_REFERENCE", {
    text: text("directory.severalWithEmailNamed", { usernames }),
    fields: { user: text("directory.severalWithEmail") },
  });
}

/** Usernames are unique; an external id may look like an address, but is unique too. */
async function userByIdentifier(db: Db, identifier: string): Promise<UserWithGroups | undefined> {
  const key = nameKey(identifier.trim());
  return (await userByUsername(db, key)) ?? (await userByExternalId(db, key)) ?? (await userByEmail(db, identifier));
}

/** @throws AppError NOT_FOUND; INVALID_REFERENCE if several people have the e-mail address */
export async function requireUser(db: Db, ref: UserRef): Promise<UserWithGroups> {
  const found =
    "id" in ref
      ? (await byId(db, ref.id))[0]
      : "username" in ref
        ? await userByUsername(db, nameKey(ref.username))
        : await userByIdentifier(db, ref.identifier);
  if (!found) throw new AppError("NOT_FOUND", { text: text("directory.noSuchPerson") });
  return found;
}

/** How a person is named in the audit log. */
export const userTarget = (user: Pick<UserRow, "id" | "username">) => ({ id: user.id, name: user.username });
