import type { Group } from "#shared/contract/directory.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { GroupId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import { change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
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
import { targetsOfGroup } from "../store/factors/targets.ts";
import type { Tx } from "../store/store.ts";

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
      text: text("directory.groupExists", { name: taken.name }),
      fields: { name: text("directory.nameTaken") },
    });
  }
}

/** @throws AppError NOT_FOUND */
async function requireGroup(tx: Tx, id: GroupId): Promise<StoredGroup> {
  const row = await groupById(tx, id);
  if (!row) throw new AppError("NOT_FOUND", { text: text("directory.noSuchGroup") });
  return row;
}

const target = (row: Pick<StoredGroup, "id" | "name">) => ({ id: row.id, name: row.name });

async function add(context: Context, input: ParsedInputOf<"groups.add">): Promise<Group> {
  const { now } = context;
  const row = {
    id: newId(GroupId, now),
    name: input.name,
    name_key: nameKey(input.name),
    description: input.description ?? "",
    created_at: now,
  };
  await change(context, async ({ tx, note }) => {
    await requireFreeName(tx, row.name, null);
    await insertGroup(tx, row);
    note({ action: "group.add", target: target(row) });
  });
  return toGroup({ ...row, pk: 0, members: 0 });
}

async function edit(context: Context, input: ParsedInputOf<"groups.edit">): Promise<Group> {
  return change(context, async ({ tx, note }) => {
    const before = await requireGroup(tx, input.id);
    const after = { name: input.name ?? before.name, description: input.description ?? before.description };
    if (after.name === before.name && after.description === before.description) return toGroup(before);
    await requireFreeName(tx, after.name, before.id);
    await updateGroup(tx, before.id, { ...after, name_key: nameKey(after.name) });
    note({
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
  return change(context, async ({ tx, note }) => {
    const row = await requireGroup(tx, input.id);
    const names = await targetsOfGroup(tx, row.id);
    if (names.length > 0) throw new AppError("CONFLICT", { text: text("targets.ofGroup", { names }) });
    await deleteGroup(tx, row.id);
    note({
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
