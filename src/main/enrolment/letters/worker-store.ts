import { rawOf, type Raw } from "../../store/sqlite/connection.ts";
import { openStore, type Db } from "../../store/open.ts";
import { type Keys, withKeys } from "../../keys/keys.ts";

/** What every job of this room receives. */
export interface StoreInput {
  /** The store's database file. */
  file: string;
  dataKey: Uint8Array;
}

export interface WorkerStore {
  db: Db;
  raw: Raw;
  keys: Keys;
}

/** Opens the store for a worker and closes it at the end; the key's bytes are wiped at once, the keys afterwards. */
export async function withWorkerStore<T>(input: StoreInput, work: (store: WorkerStore) => Promise<T>): Promise<T> {
  return withKeys(input.dataKey, async (keys) => {
    const store = openStore(input.file, { create: false });
    try {
      return await work({ db: store.db, raw: rawOf(store.db), keys });
    } finally {
      await store.close();
    }
  });
}
