import type { OpenOptions, SnapshotOptions, Store, StoreAddress, StoreLock, StoreView } from "./store.ts";
import { storeFile } from "./data-folder.ts";
import { holdStore } from "./sqlite/lock.ts";
import { openFrozen, takeSnapshot } from "./sqlite/snapshot.ts";
import { openStore } from "./sqlite/store.ts";

/** Where the store of a data folder is. */
export const addressIn = (dataDir: string): StoreAddress => ({ engine: "sqlite", file: storeFile(dataDir) });

/** A store that is one file: what a backup contains, whatever engine the live store has. */
export const addressOf = (file: string): StoreAddress => ({ engine: "sqlite", file });

/**
 * Opens a store, and makes it if `create` says so; brings it to this version's schema. A missing one is never replaced
 * by an empty store unasked.
 *
 * @throws AppError STORE_UNAVAILABLE, STORE_DAMAGED, STORE_UNSAFE, STORE_NEWER, STORE_READ_ONLY, DISK_FULL, IO_ERROR,
 * BUSY
 */
export async function openAt(address: StoreAddress, options: OpenOptions = {}): Promise<Store> {
  switch (address.engine) {
    case "sqlite":
      return openStore(address.file, options);
  }
}

/**
 * A view of the store in one read transaction: it neither changes nor delays a writer.
 *
 * @throws AppError STORE_UNAVAILABLE, STORE_DAMAGED, IO_ERROR
 */
export async function viewAt(address: StoreAddress): Promise<StoreView> {
  switch (address.engine) {
    case "sqlite":
      return openFrozen(address.file);
  }
}

/**
 * Copies the store as it is now to a new store file of mode 0600 that is complete in itself. The store can be written
 * meanwhile.
 *
 * @throws AppError CANCELLED, DISK_FULL, STORE_DAMAGED, IO_ERROR
 */
export async function snapshotAt(address: StoreAddress, target: string, options: SnapshotOptions): Promise<void> {
  switch (address.engine) {
    case "sqlite":
      return takeSnapshot(address.file, target, options);
  }
}

/**
 * Locks a data folder: exclusively if no other process has it (the caller then cleans it up and calls `downgrade`),
 * otherwise shared. The folder is made if it is missing.
 *
 * @throws AppError STORE_IN_USE if another process keeps it to itself, for example to restore
 * @throws AppError STORE_READ_ONLY, PERMISSION_DENIED, DISK_FULL, IO_ERROR
 */
export const holdIn = (dataDir: string): Promise<StoreLock> => holdStore(dataDir);

// A store that does not open, or not yet, is looked at as a file.
export { inspectStore, sqliteVersion } from "./sqlite/inspect.ts";
// What a backup contains is examined as a file, before anything in it is trusted.
export { examineFile, matchesMigrations } from "./sqlite/snapshot.ts";
