import { AppError } from "#shared/errors.ts";
import type { UserRef } from "#shared/contract/directory.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { UserId } from "#shared/model/ids.ts";
import type { User, UserStatus } from "#shared/model/records.ts";
import { nameKey, sortKey } from "#shared/model/text.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import { newId } from "../ids.ts";
import type { Db } from "../store/open.ts";
import {
  insertUser,
  requireUser,
  updateUser,
  userByUsername,
  userTarget,
  type UserWithEnrolment,
} from "../store/users.ts";

export const toUser = (row: UserWithEnrolment): User => ({
  id: row.id,
  username: row.username,
  name: row.name,
  email: row.email,
  status: row.status,
  enrolment: row.enrolment,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const sortName = (name: string, username: string): string => sortKey(name === "" ? username : name);

/** @throws AppError CONFLICT */
async function requireFreeUsername(db: Db, username: string, except: UserId | null): Promise<void> {
  const taken = await userByUsername(db, nameKey(username));
  if (taken && taken.id !== except) {
    throw new AppError("CONFLICT", {
      message: `The username is taken by ${taken.username}.`,
      fields: { username: "This username is taken." },
    });
  }
}

/** @throws AppError CONFLICT when the username is taken, in any case or Unicode form */
export async function addUser(context: Context, input: ParsedInputOf<"users.add">): Promise<User> {
  const { store, keys } = opened(context);
  const { now } = context;
  const row = {
    id: newId(UserId, now),
    username: input.username,
    username_key: nameKey(input.username),
    name: input.name ?? "",
    name_sort: sortName(input.name ?? "", input.username),
    email: input.email ?? "",
    status: "active" as const,
    created_at: now,
    updated_at: now,
  };
  await store.write(async (tx) => {
    await requireFreeUsername(tx, input.username, null);
    await insertUser(tx, row);
    await appendAudit(tx, keys, now, { actor: actorOf(context), action: "user.add", target: userTarget(row) });
  });
  return toUser({ ...row, pk: 0, enrolment: "none" });
}

/** @throws AppError NOT_FOUND, CONFLICT */
export async function editUser(context: Context, input: ParsedInputOf<"users.edit">): Promise<User> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const before = await requireUser(tx, { id: input.id });
    const after = {
      username: input.username ?? before.username,
      name: input.name ?? before.name,
      email: input.email ?? before.email,
    };
    const changed = (["username", "name", "email"] as const).filter((field) => before[field] !== after[field]);
    if (changed.length === 0) return toUser(before);
    await requireFreeUsername(tx, after.username, before.id);
    const change = {
      ...after,
      username_key: nameKey(after.username),
      name_sort: sortName(after.name, after.username),
      updated_at: context.now,
    };
    await updateUser(tx, before.id, change);
    const details = Object.fromEntries(
      changed.flatMap((field) => [
        [`${field}Before`, before[field]],
        [`${field}After`, after[field]],
      ]),
    );
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "user.edit",
      target: userTarget({ ...before, ...after }),
      details,
    });
    return toUser({ ...before, ...change });
  });
}

/** Disabling twice is done once. @throws AppError NOT_FOUND */
export async function setUserStatus(context: Context, ref: UserRef, status: UserStatus): Promise<User> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const row = await requireUser(tx, ref);
    if (row.status === status) return toUser(row);
    await updateUser(tx, row.id, { status, updated_at: context.now });
    const action = status === "disabled" ? "user.disable" : "user.enable";
    await appendAudit(tx, keys, context.now, { actor: actorOf(context), action, target: userTarget(row) });
    return toUser({ ...row, status, updated_at: context.now });
  });
}
