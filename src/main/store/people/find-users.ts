import type { UserId } from "#shared/model/ids.ts";
import { each, row, rows } from "../statements.ts";
import type { Db } from "../store.ts";
import type { StoredUser } from "./users.ts";

/** @param key `nameKey` of the username */
export const userWithName = (db: Db, key: string): Promise<StoredUser | undefined> =>
  row<StoredUser>(db, "SELECT * FROM users WHERE username_key = ?", key);

/** @param key `nameKey` of the external id */
export const userWithExternalId = (db: Db, key: string): Promise<StoredUser | undefined> =>
  row<StoredUser>(db, "SELECT * FROM users WHERE external_key = ?", key);

export const userWithId = (db: Db, id: UserId): Promise<StoredUser | undefined> =>
  row<StoredUser>(db, "SELECT * FROM users WHERE id = ?", id);

/** People by one of their keys. */
async function usersByKey(
  db: Db,
  column: "username_key" | "external_key",
  keys: readonly string[],
): Promise<Map<string, StoredUser>> {
  if (keys.length === 0) return new Map();
  const users = await rows<StoredUser>(
    db,
    `SELECT users.* FROM json_each(?) AS wanted CROSS JOIN users ON users.${column} = wanted.value`,
    JSON.stringify(keys),
  );
  return new Map(users.map((user) => [user[column] ?? "", user]));
}

export interface FoundUsers {
  byName: Map<string, StoredUser>;
  byExternalId: Map<string, StoredUser>;
}

/** Who has these usernames and external ids; asked for many at once, since each question costs more than its answer. */
export const findUsers = async (
  db: Db,
  names: readonly string[],
  externalIds: readonly string[],
): Promise<FoundUsers> => ({
  byName: await usersByKey(db, "username_key", names),
  byExternalId: await usersByKey(db, "external_key", externalIds),
});

/** People with these e-mail addresses. @param emails in lower case */
export const usersByEmail = (db: Db, emails: readonly string[]): Promise<StoredUser[]> =>
  emails.length === 0
    ? Promise.resolve([])
    : rows<StoredUser>(
        db,
        `SELECT users.* FROM json_each(?) AS wanted
         CROSS JOIN users ON users.email <> '' AND lower(users.email) = wanted.value`,
        JSON.stringify([...new Set(emails)]),
      );

/** People whose e-mail address has one of these before its `@`. @param locals in lower case */
export const usersByLocalPart = (db: Db, locals: readonly string[]): Promise<StoredUser[]> =>
  locals.length === 0
    ? Promise.resolve([])
    : rows<StoredUser>(
        db,
        // `A` is the letter after `@`.
        `SELECT users.* FROM json_each(?) AS wanted
         CROSS JOIN users ON users.email <> '' AND lower(users.email) > wanted.value || '@'
           AND lower(users.email) < wanted.value || 'A'`,
        JSON.stringify([...new Set(locals)]),
      );

/** Everybody with an e-mail address; nothing may be written meanwhile. */
export const peopleWithEmail = (db: Db): AsyncGenerator<{ pk: number; username: string; email: string }, void> =>
  each<{ pk: number; username: string; email: string }>(db, "SELECT pk, username, email FROM users WHERE email <> ''");

/** Keys of digits that begin with zeros, and whose they are. */
export const keysWithZeros = (
  db: Db,
  column: "username_key" | "external_key",
): Promise<{ key: string; pk: number; username: string }[]> =>
  rows<{ key: string; pk: number; username: string }>(
    db,
    `SELECT ${column} AS key, pk, username FROM users WHERE ${column} >= '0' AND ${column} < '1'
     AND ${column} NOT GLOB '*[^0-9]*'`,
  );

/** Usernames that are written with a domain. */
export async function accountsWithDomain(db: Db): Promise<string[]> {
  const text = "SELECT username FROM users WHERE instr(username, '@') > 0 OR instr(username, '\\') > 0";
  return (await rows<{ username: string }>(db, text)).map(({ username }) => username);
}

/** People by what their usernames look like, where that is not the username itself. */
export async function usersLookingLike(db: Db, looks: readonly string[]): Promise<Map<string, StoredUser[]>> {
  const users = await rows<StoredUser>(
    db,
    `SELECT users.* FROM json_each(?) AS wanted CROSS JOIN users ON users.look_key = wanted.value
     WHERE users.look_key IS NOT NULL`,
    JSON.stringify([...new Set(looks)]),
  );
  const found = new Map<string, StoredUser[]>();
  for (const user of users) {
    const look = user.look_key ?? "";
    found.set(look, [...(found.get(look) ?? []), user]);
  }
  return found;
}
