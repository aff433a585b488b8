import { z } from "zod";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { type Context, opened } from "../context.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import type { HandlersOf } from "../handlers.ts";
import { countUsers, listUsers, type UserSort, type UserWithEnrolment } from "../store/users.ts";
import { addUser, editUser, setUserStatus, toUser } from "./users.ts";

const defaultLimit = 50;

const Cursor = z.strictObject({
  sort: z.enum(["name", "username", "newest"]),
  value: z.union([z.string(), z.number()]),
  pk: z.int(),
});

const sortValue = (row: UserWithEnrolment, sort: UserSort): string | number =>
  sort === "name" ? row.name_sort : sort === "username" ? row.username_key : row.created_at;

async function list(context: Context, input: ParsedInputOf<"users.list">): Promise<OutputOf<"users.list">> {
  const { store } = opened(context);
  const sort = input.sort ?? "name";
  const limit = input.limit ?? defaultLimit;
  const cursor =
    input.cursor === undefined
      ? null
      : decodeCursor(
          Cursor.refine((key) => key.sort === sort),
          input.cursor,
        );
  const filter = { search: input.search, status: input.status, enrolment: input.enrolment };
  const rows = await listUsers(store.db, filter, { sort, after: cursor, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(toUser),
    nextCursor: rows.length > limit && last ? encodeCursor({ sort, value: sortValue(last, sort), pk: last.pk }) : null,
    total: await countUsers(store.db, filter),
  };
}

export const directoryHandlers: Omit<HandlersOf<"users">, "get"> = {
  list,
  add: addUser,
  edit: editUser,
  disable: (context, input) => setUserStatus(context, input.user, "disabled"),
  enable: (context, input) => setUserStatus(context, input.user, "active"),
};
