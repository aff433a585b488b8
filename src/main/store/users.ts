import { type Selectable, sql, type SqlBool } from "kysely";
import type { UserRef } from "#shared/contract/directory.ts";
import { AppError } from "#shared/errors.ts";
import type { UserId } from "#shared/model/ids.ts";
import type { EnrolmentState, UserStatus } from "#shared/model/records.ts";
import { nameKey } from "#shared/model/text.ts";
import { fixed } from "./fixed.ts";
import type { Db } from "./open.ts";
import type { UserRow } from "./schema.ts";

export type UserWithEnrolment = Selectable<UserRow> & { enrolment: EnrolmentState };

/** The strongest state among a user's authenticators; a locked one counts as disabled. */
const enrolment = sql<EnrolmentState>`coalesce((
  SELECT CASE max(CASE t.status WHEN 'active' THEN 3 WHEN 'pending' THEN 2 WHEN 'revoked' THEN 0 ELSE 1 END)
    WHEN 3 THEN 'active' WHEN 2 THEN 'pending' WHEN 1 THEN 'disabled' ELSE 'none' END
  FROM tokens t WHERE t.user_id = users.id), 'none')`;

const selectUsers = (db: Db) => db.selectFrom("users").selectAll().select(enrolment.as("enrolment"));

export async function insertUser(db: Db, row: Omit<UserRow, "pk">): Promise<void> {
  await db.insertInto("users").values(row).execute();
}

export async function updateUser(db: Db, id: UserId, change: Partial<Omit<UserRow, "id" | "pk">>): Promise<void> {
  await db.updateTable("users").set(change).where("id", "=", id).execute();
}

const byId = fixed((db) => selectUsers(db).where("id", "=", "" as UserId));
const byUsernameKey = fixed((db) => selectUsers(db).where("username_key", "=", ""));

/** @param key `nameKey` of the username */
export const userByUsername = async (db: Db, key: string): Promise<UserWithEnrolment | undefined> =>
  (await byUsernameKey(db, key))[0];

/** @throws AppError NOT_FOUND */
export async function requireUser(db: Db, ref: UserRef): Promise<UserWithEnrolment> {
  const row = "id" in ref ? (await byId(db, ref.id))[0] : await userByUsername(db, nameKey(ref.username));
  if (!row) throw new AppError("NOT_FOUND", { message: "There is no such user." });
  return row;
}

/** How a user is named in the audit. */
export const userTarget = (row: Pick<UserRow, "id" | "username">) => ({ id: row.id, name: row.username });

export interface UserFilter {
  search?: string | undefined;
  status?: UserStatus | undefined;
  enrolment?: EnrolmentState | undefined;
}

/** Keyset of the last row of the page before: the sort column's value, and the row's `pk`. */
export interface UserKey {
  value: string | number;
  pk: number;
}

export type UserSort = "name" | "username" | "newest";

/** Every word must be the beginning of a word of the row; quoting leaves FTS5 no syntax to find. */
function matchExpression(search: string): string | null {
  const words = search.match(/[\p{L}\p{N}\p{M}]+/gu);
  return words ? words.map((word) => `"${word}"*`).join(" ") : null;
}

function condition(filter: UserFilter) {
  const parts = [sql<SqlBool>`true`];
  if (filter.status !== undefined) parts.push(sql<SqlBool>`users.status = ${filter.status}`);
  if (filter.enrolment !== undefined) parts.push(sql<SqlBool>`${enrolment} = ${filter.enrolment}`);
  if (filter.search) {
    const match = matchExpression(filter.search);
    parts.push(
      match === null
        ? sql<SqlBool>`false`
        : sql<SqlBool>`users.pk IN (SELECT rowid FROM users_fts WHERE users_fts MATCH ${match})`,
    );
  }
  return sql<SqlBool>`${sql.join(parts, sql` AND `)}`;
}

const sortColumn = { name: "name_sort", username: "username_key", newest: "created_at" } as const;

/** One page after `after`; for a list from its beginning, `after` is null. */
export function listUsers(
  db: Db,
  filter: UserFilter,
  page: { sort: UserSort; after: UserKey | null; limit: number },
): Promise<UserWithEnrolment[]> {
  const column = sql.ref(`users.${sortColumn[page.sort]}`);
  const descending = page.sort === "newest";
  let query = selectUsers(db)
    .where(condition(filter))
    .orderBy(column, descending ? "desc" : "asc")
    .orderBy("users.pk", descending ? "desc" : "asc")
    .limit(page.limit);
  if (page.after) {
    const { value, pk } = page.after;
    query = query.where(
      descending
        ? sql<SqlBool>`(${column}, users.pk) < (${value}, ${pk})`
        : sql<SqlBool>`(${column}, users.pk) > (${value}, ${pk})`,
    );
  }
  return query.execute();
}

export async function countUsers(db: Db, filter: UserFilter): Promise<number> {
  const row = await db
    .selectFrom("users")
    .select((select) => select.fn.countAll<number>().as("total"))
    .where(condition(filter))
    .executeTakeFirstOrThrow();
  return row.total;
}
