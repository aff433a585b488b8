import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { ReturnChoice, UserRef } from "#shared/contract/directory.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { UserId } from "#shared/model/ids.ts";
import type { User, UserStatus } from "#shared/model/records.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import { change } from "../call/change.ts";
import type { Context } from "../call/context.ts";
import { newId } from "../base/ids.ts";
import { setUserGroups } from "../store/people/groups.ts";
import type { Db, Tx } from "../store/store.ts";
import {
  insertUser,
  requireUser,
  updateUser,
  userByExternalId,
  userByUsername,
  type UserFacts,
  userTarget,
  userWhoLooksLike,
  type UserWithGroups,
} from "../store/people/users.ts";
import { changeStatus, erase } from "./acts.ts";
import { differences } from "./differences.ts";
import { settleReturn } from "./returning.ts";

export const toUser = (row: UserWithGroups): User => ({
  id: row.id,
  username: row.username,
  name: row.name,
  email: row.email,
  externalId: row.external_id,
  status: row.status,
  enrolment: row.enrolment,
  groups: JSON.parse(row.group_names) as User["groups"],
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** @throws AppError CONFLICT with the field: a username or external id is taken, in any case or Unicode form */
async function requireFree(
  db: Db,
  facts: Pick<UserFacts, "username" | "external_id">,
  except: UserId | null,
): Promise<void> {
  const named = await userByUsername(db, nameKey(facts.username));
  if (named && named.id !== except) {
    throw new AppError("CONFLICT", {
      text: text("directory.usernameTakenBy", { username: named.username }),
      fields: { username: text("directory.usernameTaken") },
    });
  }
  const alike = await userWhoLooksLike(db, facts.username);
  if (alike && alike.id !== except) {
    throw new AppError("CONFLICT", {
      text: text("directory.usernameLooksLike", { name: alike.name || alike.username }),
      fields: { username: text("directory.usernameLooksLikeAnother") },
    });
  }
  const known = facts.external_id === "" ? undefined : await userByExternalId(db, nameKey(facts.external_id));
  if (known && known.id !== except) {
    throw new AppError("CONFLICT", {
      text: text("directory.externalIdTakenBy", { username: known.username }),
      fields: { externalId: text("directory.externalIdTaken") },
    });
  }
}

/** @throws AppError CONFLICT, INVALID_REFERENCE */
export async function addUser(context: Context, input: ParsedInputOf<"users.add">): Promise<User> {
  const { now } = context;
  const row = {
    id: newId(UserId, now),
    username: input.username,
    name: input.name ?? "",
    email: input.email ?? "",
    external_id: input.externalId ?? "",
    notes: input.notes ?? "",
    status: "active" as const,
    created_at: now,
  };
  return change(context, async ({ tx, note }) => {
    await requireFree(tx, row, null);
    const pk = await insertUser(tx, row);
    if (input.groups) await setUserGroups(tx, pk, input.groups);
    note({ action: "user.add", target: userTarget(row) });
    return toUser(await requireUser(tx, { id: row.id }));
  });
}

const groupsOf = (row: UserWithGroups): string[] => toUser(row).groups.map(({ name }) => name);

const edits = (before: UserWithGroups, after: UserWithGroups): ErrorDetails =>
  differences(before, after, { before: groupsOf(before), after: groupsOf(after) });

async function applyEdit(
  tx: Tx,
  before: UserWithGroups,
  input: ParsedInputOf<"users.edit">,
  now: number,
): Promise<UserWithGroups> {
  const facts = {
    username: input.username ?? before.username,
    name: input.name ?? before.name,
    email: input.email ?? before.email,
    external_id: input.externalId ?? before.external_id,
    notes: input.notes ?? before.notes,
  };
  await requireFree(tx, facts, before.id);
  if (input.groups) await setUserGroups(tx, before.pk, input.groups);
  const after = { ...(await requireUser(tx, { id: before.id })), ...facts };
  if (Object.keys(edits(before, after)).length === 0) return before;
  await updateUser(tx, before, { ...facts, updated_at: now });
  return { ...after, updated_at: now };
}

/** @throws AppError NOT_FOUND, CONFLICT, INVALID_REFERENCE */
export async function editUser(context: Context, input: ParsedInputOf<"users.edit">): Promise<User> {
  return change(context, async ({ tx, note }) => {
    const before = await requireUser(tx, { id: input.id });
    const after = await applyEdit(tx, before, input, context.now);
    if (after === before) return toUser(before);
    note({ action: "user.edit", target: userTarget(after), details: edits(before, after) });
    return toUser(after);
  });
}

/** Setting the same status again does nothing. @throws AppError NOT_FOUND, RETURN_UNDECIDED */
export async function setUserStatus(
  context: Context,
  { user, status, returning }: { user: UserRef; status: UserStatus; returning?: ReturnChoice | undefined },
): Promise<User> {
  return change(context, async (made) => {
    const { tx } = made;
    const row = await requireUser(tx, user);
    if (row.status === status) return toUser(row);
    const details = row.status === "left" ? await settleReturn(made, row, returning) : {};
    await changeStatus(made, row, status, details);
    return toUser(await requireUser(tx, { id: row.id }));
  });
}

/** Permanently; hardware tokens go back to the inventory. @throws AppError NOT_FOUND */
export async function removeUser(context: Context, ref: UserRef): Promise<Record<string, never>> {
  return change(context, async (made) => {
    await erase(made, await requireUser(made.tx, ref));
    return {};
  });
}
