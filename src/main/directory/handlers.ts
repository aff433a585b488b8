import { z } from "zod";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { UserId } from "#shared/model/ids.ts";
import { UserSort } from "#shared/contract/directory.ts";
import { type Context, opened } from "../call/context.ts";
import { decodeCursor, encodeCursor } from "../base/cursor.ts";
import type { HandlersOf } from "../call/handlers.ts";
import { findPeople } from "../store/search/find-people.ts";
import { firstUsers, listUsers, sortValue, type UserPage } from "../store/people/user-list.ts";
import type { Db } from "../store/store.ts";
import { requireUser, type UserWithGroups } from "../store/people/users.ts";
import { addUser, editUser, removeUser, setUserStatus, toUser } from "./users.ts";

const defaultLimit = 50;
const foundAtMost = 8;

const Cursor = z.strictObject({
  sort: UserSort,
  direction: z.enum(["after", "before"]),
  value: z.union([z.string(), z.number()]),
  pk: z.int(),
});
type Cursor = z.infer<typeof Cursor>;

/** A key behind every row, in each sort. */
const end = { name: "\u{10FFFF}", username: "\u{10FFFF}", newest: -1 } as const satisfies Record<
  UserSort,
  string | number
>;

function pageOf(input: ParsedInputOf<"users.list">, sort: UserSort, limit: number): UserPage {
  if (input.fromEnd)
    return { sort, from: { key: { value: end[sort], pk: 0 }, direction: "before" }, startAt: null, limit };
  if (input.cursor === undefined) return { sort, from: null, startAt: input.startAt || null, limit };
  const { direction, value, pk } = decodeCursor(
    Cursor.refine((key) => key.sort === sort),
    input.cursor,
  );
  return { sort, from: { key: { value, pk }, direction }, startAt: null, limit };
}

/** @throws AppError NOT_FOUND */
async function pageAfter(db: Db, id: UserId, sort: UserSort, limit: number): Promise<UserPage> {
  const row = await requireUser(db, { id });
  return { sort, from: { key: { value: sortValue(row, sort), pk: row.pk }, direction: "after" }, startAt: null, limit };
}

/** One row more than shown is requested: it tells whether there is another page. */
async function list(context: Context, input: ParsedInputOf<"users.list">): Promise<OutputOf<"users.list">> {
  const { store } = opened(context);
  const { search, status, enrolment, group, attention } = input;
  const filter = { search, status, enrolment, group, attention };
  const sort = input.sort ?? "name";
  const limit = input.limit ?? defaultLimit;
  const page =
    input.after === undefined
      ? pageOf(input, sort, limit + 1)
      : await pageAfter(store.db, input.after, sort, limit + 1);
  const { rows: found, total } =
    page.from === null
      ? await firstUsers(store.db, filter, page)
      : { rows: await listUsers(store.db, filter, page), total: null };
  const backwards = page.from?.direction === "before";
  const beyond = found.length > limit;
  const rows = !beyond ? found : backwards ? found.slice(1) : found.slice(0, limit);
  const cursor = (row: UserWithGroups | undefined, direction: Cursor["direction"]): string | null =>
    row ? encodeCursor({ sort, direction, value: sortValue(row, sort), pk: row.pk } satisfies Cursor) : null;
  const isFirst = page.from === null && page.startAt === null;
  return {
    rows: rows.map(toUser),
    nextCursor: input.fromEnd ? null : beyond || backwards ? cursor(rows.at(-1), "after") : null,
    previousCursor: isFirst || (backwards && !beyond) ? null : cursor(rows[0], "before"),
    total,
  };
}

async function find(context: Context, input: ParsedInputOf<"users.find">): Promise<OutputOf<"users.find">> {
  const { search, status, limit = foundAtMost } = input;
  const { rows, clear } = await findPeople(opened(context).store.db, search, { status }, limit);
  return { rows: rows.map(toUser), clear };
}

export const userHandlers: Omit<HandlersOf<"users">, "get"> = {
  list,
  find,
  add: addUser,
  edit: editUser,
  setStatus: (context, input) => setUserStatus(context, input),
  disable: (context, input) => setUserStatus(context, { ...input, status: "disabled" }),
  enable: (context, input) => setUserStatus(context, { ...input, status: "active" }),
  delete: (context, input) => removeUser(context, input.user),
};
