import type { Raw } from "../sqlite/connection.ts";
import { searchText, type SearchedColumns } from "../search/search-text.ts";
import { type IndexedUser, placeUsers } from "../search/user-index.ts";

/** Makes the search index of a store whose people have none yet. Part of migration 2. */
export function fillSearchIndex(raw: Raw): void {
  const users = raw.prepare("SELECT pk, name_sort, name, username, email, external_id FROM users").all() as (Omit<
    IndexedUser,
    "search"
  > &
    SearchedColumns)[];
  const write = raw.prepare("UPDATE users SET search = ? WHERE pk = ?");
  const indexed = users.map(({ pk, name_sort, ...texts }) => ({ pk, name_sort, search: searchText(texts) }));
  for (const { pk, search } of indexed) write.run(search, pk);
  placeUsers(raw, indexed);
}
