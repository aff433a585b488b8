import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { ReturnChoice, UserRef } from "#shared/contract/directory.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { UserId } from "#shared/model/ids.ts";
import type { User, UserStatus } from "#shared/model/records.ts";
import { nameKey } from "#shared/model/text.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import { newId } from "../base/ids.ts";
import { rawOf } from "../store/sqlite/connection.ts";
import { lossesByDeletion } from "../store/people/losses.ts";
import { releaseHardware } from "../store/factors/release-hardware.ts";
import type { Db, Tx } from "../store/open.ts";
import {
  deleteUser,
  insertUser,
  requireUser,
  setUserGroups,
  updateUser,
  userByExternalId,
  userByUsername,
  type UserFacts,
  userTarget,
  userWhoLooksLike,
  type UserWithGroups,
} from "../store/people/users.ts";
import { voidAllWithin } from "../twofactor/void-enrolment.ts";
import { lossesInAudit } from "./losses.ts";
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
      message: `The username is already taken by ${named.username}.`,
      fields: { username: "This username is already taken." },
    });
  }
  const alike = await userWhoLooksLike(db, facts.username);
  if (alike && alike.id !== except) {
    throw new AppError("CONFLICT", {
      message: `The username looks like that of ${alike.name || alike.username}, but has other letters.`,
      fields: { username: "This looks like another person's username, but has other letters." },
    });
  }
  const known = facts.external_id === "" ? undefined : await userByExternalId(db, nameKey(facts.external_id));
  if (known && known.id !== except) {
    throw new AppError("CONFLICT", {
      message: `The external id is already taken by ${known.username}.`,
      fields: { externalId: "This external id is already taken." },
    });
  }
}

/** @throws AppError CONFLICT, INVALID_REFERENCE */
export async function addUser(context: Context, input: ParsedInputOf<"users.add">): Promise<User> {
  const { store, keys } = opened(context);
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
  return store.write(async (tx) => {
    await requireFree(tx, row, null);
    const pk = await insertUser(tx, row);
    if (input.groups) await setUserGroups(tx, pk, input.groups);
    await appendAudit(tx, keys, now, { actor: actorOf(context), action: "user.add", target: userTarget(row) });
    return toUser(await requireUser(tx, { id: row.id }));
  });
}

const edited = { username: "username", name: "name", email: "email", externalId: "external_id" } as const;

const groupsOf = (row: UserWithGroups): string =>
  toUser(row)
    .groups.map(({ name }) => name)
    .join(", ");

/** Before and after of each field; for the notes only that they changed. */
function differences(before: UserWithGroups, after: UserWithGroups): ErrorDetails {
  const details: ErrorDetails = {};
  const note = (field: string, from: string, to: string): void => {
    if (from === to) return;
    details[`${field}Before`] = from;
    details[`${field}After`] = to;
  };
  for (const [field, column] of Object.entries(edited)) note(field, before[column], after[column]);
  note("groups", groupsOf(before), groupsOf(after));
  if (before.notes !== after.notes) details["notesChanged"] = true;
  return details;
}

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
  if (Object.keys(differences(before, after)).length === 0) return before;
  await updateUser(tx, before, { ...facts, updated_at: now });
  return { ...after, updated_at: now };
}

/** @throws AppError NOT_FOUND, CONFLICT, INVALID_REFERENCE */
export async function editUser(context: Context, input: ParsedInputOf<"users.edit">): Promise<User> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const before = await requireUser(tx, { id: input.id });
    const after = await applyEdit(tx, before, input, context.now);
    if (after === before) return toUser(before);
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "user.edit",
      target: userTarget(after),
      details: differences(before, after),
    });
    return toUser(after);
  });
}

const statusAction = { active: "user.enable", disabled: "user.disable", left: "user.leave" } as const;

/** Setting the same status again does nothing. @throws AppError NOT_FOUND, RETURN_UNDECIDED */
export async function setUserStatus(
  context: Context,
  { user, status, returning }: { user: UserRef; status: UserStatus; returning?: ReturnChoice | undefined },
): Promise<User> {
  const { store, keys } = opened(context);
  const { now } = context;
  const actor = actorOf(context);
  return store.write(async (tx) => {
    const row = await requireUser(tx, user);
    if (row.status === status) return toUser(row);
    const details = row.status === "left" ? await settleReturn(tx, keys, row, returning, { actor, now }) : {};
    await updateUser(tx, row, { status, updated_at: now });
    await appendAudit(tx, keys, now, { actor, action: statusAction[status], target: userTarget(row), details });
    if (status === "left") await voidAllWithin(tx, keys, row, { reason: "left", actor, at: now });
    return toUser(await requireUser(tx, { id: row.id }));
  });
}

/** Permanently; hardware tokens go back to the inventory. @throws AppError NOT_FOUND */
export async function removeUser(context: Context, ref: UserRef): Promise<Record<string, never>> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const row = await requireUser(tx, ref);
    const details = lossesInAudit(lossesByDeletion(rawOf(tx), row.id, context.now));
    releaseHardware(rawOf(tx), row.id, context.now);
    await deleteUser(tx, row);
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "user.delete",
      target: userTarget(row),
      details,
    });
    return {};
  });
}
