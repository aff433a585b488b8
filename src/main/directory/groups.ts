import type { Group } from "#shared/contract/directory.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { GroupId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import type { HandlersOf } from "../call/handlers.ts";
import { newId } from "../base/ids.ts";
import {
  deleteGroup,
  groupById,
  groupByKey,
  insertGroup,
  listGroups,
  type StoredGroup,
  updateGroup,
} from "../store/people/groups.ts";
import type { Tx } from "../store/open.ts";

const toGroup = (row: StoredGroup): Group => ({
  id: row.id,
  name: row.name,
  description: row.description,
  members: row.members,
  createdAt: row.created_at,
});

/** @throws AppError CONFLICT */
async function requireFreeName(tx: Tx, name: string, except: GroupId | null): Promise<void> {
  const taken = await groupByKey(tx, nameKey(name));
  if (taken && taken.id !== except) {
    throw new AppError("CONFLICT", {
      message: `There is already a group named ${taken.name}.`,
      fields: { name: "This name is already taken." },
    });
  }
}

/** @throws AppError NOT_FOUND */
async function requireGroup(tx: Tx, id: GroupId): Promise<StoredGroup> {
  const row = await groupById(tx, id);
  if (!row) throw new AppError("NOT_FOUND", { message: "There is no such group." });
  return row;
}

const target = (row: Pick<StoredGroup, "id" | "name">) => ({ id: row.id, name: row.name });

async function add(context: Context, input: ParsedInputOf<"groups.add">): Promise<Group> {
  const { store, keys } = opened(context);
  const { now } = context;
  const row = {
    id: newId(GroupId, now),
    name: input.name,
    name_key: nameKey(input.name),
    description: input.description ?? "",
    created_at: now,
  };
  await store.write(async (tx) => {
    await requireFreeName(tx, row.name, null);
    await insertGroup(tx, row);
    await appendAudit(tx, keys, now, { actor: actorOf(context), action: "group.add", target: target(row) });
  });
  return toGroup({ ...row, pk: 0, members: 0 });
}

async function edit(context: Context, input: ParsedInputOf<"groups.edit">): Promise<Group> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const before = await requireGroup(tx, input.id);
    const after = { name: input.name ?? before.name, description: input.description ?? before.description };
    if (after.name === before.name && after.description === before.description) return toGroup(before);
    await requireFreeName(tx, after.name, before.id);
    await updateGroup(tx, before.id, { ...after, name_key: nameKey(after.name) });
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "group.edit",
      target: target({ id: before.id, name: after.name }),
      details: {
        ...(after.name === before.name ? {} : { nameBefore: before.name, nameAfter: after.name }),
        ...(after.description === before.description ? {} : { descriptionChanged: true }),
      },
    });
    return toGroup({ ...before, ...after });
  });
}

async function remove(context: Context, input: ParsedInputOf<"groups.delete">): Promise<Record<string, never>> {
  const { store, keys } = opened(context);
  return store.write(async (tx) => {
    const row = await requireGroup(tx, input.id);
    await deleteGroup(tx, row.id);
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "group.delete",
      target: target(row),
      details: { members: row.members },
    });
    return {};
  });
}

export const groupHandlers: HandlersOf<"groups"> = {
  list: async (context) => ({ groups: (await listGroups(opened(context).store.db)).map(toGroup) }),
  add,
  edit,
  delete: remove,
};
