import type { Selection } from "#shared/contract/directory.ts";
import type { ImportId, UserId } from "#shared/model/ids.ts";
import { addedBy, countAddedBy } from "./imports.ts";
import type { Db } from "../store.ts";
import { countUsers, listUsers, sortValue, type UserPage } from "./user-list.ts";
import { groupNames, type UserWithGroups } from "./users.ts";

/** Few enough for one short transaction. */
const pageSize = 500;

const byIds = (db: Db, ids: readonly UserId[]): Promise<UserWithGroups[]> =>
  db
    .selectFrom("users")
    .selectAll()
    .select(groupNames.as("group_names"))
    .where("id", "in", ids)
    .orderBy("ordinal")
    .execute();

async function* pagesOfIds(db: Db, ids: readonly UserId[]): AsyncGenerator<UserWithGroups[]> {
  const wanted = [...new Set(ids)];
  for (let at = 0; at < wanted.length; at += pageSize) yield byIds(db, wanted.slice(at, at + pageSize));
}

/** People whom an import has added and who still exist. */
async function* pagesOfImport(db: Db, id: ImportId): AsyncGenerator<UserWithGroups[]> {
  for (let page = await addedBy(db, id, "", pageSize); page.length > 0;) {
    yield byIds(db, page);
    page = await addedBy(db, id, page.at(-1) ?? "", pageSize);
  }
}

/**
 * The people of a selection, page by page. By a filter they come in the order of names, each once even if they are
 * changed meanwhile; chosen ones who were deleted are left out.
 */
export async function* selectedUsers(db: Db, selection: Selection): AsyncGenerator<UserWithGroups[]> {
  if ("ids" in selection) {
    yield* pagesOfIds(db, selection.ids);
    return;
  }
  if ("addedBy" in selection) {
    yield* pagesOfImport(db, selection.addedBy);
    return;
  }
  const except = new Set(selection.except);
  let from: UserPage["from"] = null;
  for (;;) {
    const page = await listUsers(db, selection.filter, { sort: "name", from, startAt: null, limit: pageSize });
    const last = page.at(-1);
    if (!last) return;
    yield page.filter((user) => !except.has(user.id));
    from = { key: { value: sortValue(last, "name"), pk: last.pk }, direction: "after" };
  }
}

/** How many people a selection contains, for progress; null if it is not known exactly. */
export async function countSelected(db: Db, selection: Selection): Promise<number | null> {
  if ("ids" in selection) return new Set(selection.ids).size;
  if ("addedBy" in selection) return countAddedBy(db, selection.addedBy);
  const { count, exact } = await countUsers(db, selection.filter);
  return exact ? Math.max(0, count - new Set(selection.except).size) : null;
}
