import type { CallOptions } from "../base/ports.ts";
import { unaudited } from "../call/change.ts";
import { openAt } from "../store/open.ts";
import { mergeSearchIndex } from "../store/search/user-index.ts";
import type { StoreAddress } from "../store/store.ts";

/**
 * Merges the search index after many people were added. Nobody waits for it, and it can be stopped at any time: without
 * it searches are only slower. For a worker.
 */
export async function mergeSearch(input: { store: StoreAddress }, { signal }: Required<CallOptions>): Promise<null> {
  const store = await openAt(input.store, { alone: true });
  try {
    for (let begun = false, left = true; left && !signal.aborted; begun = true) {
      left = await unaudited(store, "search index", (tx) => mergeSearchIndex(tx, begun));
      await new Promise(setImmediate);
    }
    return null;
  } finally {
    await store.close();
  }
}
