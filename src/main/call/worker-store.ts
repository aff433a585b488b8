import { openAt } from "../store/open.ts";
import type { Store, StoreAddress } from "../store/store.ts";
import { type Keys, withKeys } from "../keys/keys.ts";

/** What a job receives that works with the store and its keys. */
export interface StoreInput {
  store: StoreAddress;
  dataKey: Uint8Array;
}

export interface WorkerStore {
  store: Store;
  keys: Keys;
}

/** Opens the store for a worker and closes it at the end; the key's bytes are wiped at once, the keys afterwards. */
export async function withWorkerStore<T>(input: StoreInput, work: (worker: WorkerStore) => Promise<T>): Promise<T> {
  return withKeys(input.dataKey, async (keys) => {
    const store = await openAt(input.store, { alone: true });
    try {
      return await work({ store, keys });
    } finally {
      await store.close();
    }
  });
}
