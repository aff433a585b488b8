import { searchText, type SearchedColumns } from "../search/search-text.ts";
import { type IndexedUser, placeUsers } from "../search/user-index.ts";
import { rows, run } from "../statements.ts";
import type { Tx } from "../store.ts";

type Unindexed = Omit<IndexedUser, "search"> & SearchedColumns;

/** Makes the search index of a store whose people have none yet. Part of migration 2. */
export async function fillSearchIndex(tx: Tx): Promise<void> {
  const users = await rows<Unindexed>(tx, "SELECT pk, name_sort, name, username, email, external_id FROM users");
  const indexed = users.map(({ pk, name_sort, ...texts }) => ({ pk, name_sort, search: searchText(texts) }));
  for (const { pk, search } of indexed) await run(tx, "UPDATE users SET search = ? WHERE pk = ?", search, pk);
  await placeUsers(tx, indexed);
}
