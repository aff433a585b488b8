import { type SavedFilter, UserFilter, UserSort } from "#shared/contract/directory.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { SavedFilterId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import { unaudited } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import type { HandlersOf } from "../call/handlers.ts";
import { newId } from "../base/ids.ts";
import type { SessionWithAdmin } from "../store/console/sessions.ts";
import { deleteFilter, saveFilter, savedFiltersOf } from "../store/people/saved-filters.ts";
import type { SavedFilterRow } from "../store/migrations/schema.ts";

const toFilter = (row: SavedFilterRow): SavedFilter => ({
  id: row.id,
  name: row.name,
  filter: UserFilter.parse(JSON.parse(row.filter)),
  sort: UserSort.parse(row.sort),
});

/** @throws AppError NOT_SIGNED_IN */
function adminOf(context: Context): SessionWithAdmin["admin_id"] {
  if (!context.session) throw new AppError("NOT_SIGNED_IN");
  return context.session.admin_id;
}

async function save(context: Context, input: ParsedInputOf<"filters.save">): Promise<SavedFilter> {
  const { store } = opened(context);
  const row: SavedFilterRow = {
    id: newId(SavedFilterId, context.now),
    admin_id: adminOf(context),
    name: input.name,
    name_key: nameKey(input.name),
    filter: JSON.stringify(input.filter),
    sort: input.sort ?? "name",
  };
  const id = await unaudited(store, "own views", (tx) => saveFilter(tx, row));
  return toFilter({ ...row, id });
}

/** What an administrator often looks at; nobody else sees it, and it is not an event. */
export const filterHandlers: HandlersOf<"filters"> = {
  list: async (context) => ({
    filters: (await savedFiltersOf(opened(context).store.db, adminOf(context))).map(toFilter),
  }),
  save,
  async delete(context, input) {
    const found = await unaudited(opened(context).store, "own views", (tx) =>
      deleteFilter(tx, adminOf(context), input.id),
    );
    if (!found) throw new AppError("NOT_FOUND", { text: text("directory.noSuchFilter") });
    return {};
  },
};
