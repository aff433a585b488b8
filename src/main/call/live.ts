import { existsSync } from "node:fs";
import { AppError } from "#shared/errors.ts";
import type { Area } from "#shared/contract/procedure.ts";
import type { Phase } from "#shared/model/records.ts";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../base/errors/to-app-error.ts";
import type { Desk } from "../base/desk.ts";
import type { Caller, TouchListener } from "../base/ports.ts";
import { readConsole } from "../store/console/console.ts";
import { addressIn, openAt } from "../store/open.ts";
import { privateFolder } from "../store/private.ts";
import type { Store } from "../store/store.ts";
import { storeFile, storeFolder } from "../store/data-folder.ts";
import { securePlace } from "../store/private.ts";
import type { ConsoleRow } from "../store/migrations/schema.ts";
import type { StoreLock } from "../store/store.ts";
import type { Keys } from "../keys/keys.ts";

/**
 * The store that is open right now and its keys, if they are available. Restores and set-ups replace them; whoever
 * depends on the phase subscribes.
 */
export class LiveStore {
  readonly dataDir: string;
  #desk: Desk;
  #store: Store | null = null;
  #keys: Keys | null = null;
  #boundToKeychain = false;
  #exchanging = false;
  #problem: AppError | null = null;
  #lock: StoreLock | null = null;
  /**
   * A finished set-up stays finished while the folder is locked by us: undoing it would need the folder exclusively.
   */
  #complete = false;
  readonly #listeners = new Set<() => void>();
  readonly #touchListeners = new Set<TouchListener>();

  /** @param desk the one of this process alone, until it is known which one the data folder is */
  constructor(dataDir: string, desk: Desk) {
    this.dataDir = dataDir;
    this.#desk = desk;
  }

  /** Which desk the store is open on here. */
  get desk(): Desk {
    return this.#desk;
  }

  beAt(desk: Desk): void {
    this.#desk = desk;
  }

  get store(): Store | null {
    return this.#store;
  }

  get keys(): Keys | null {
    return this.#keys;
  }

  /** This process's lock on the data folder; null if the folder is read-only. */
  get lock(): StoreLock | null {
    return this.#lock;
  }

  hold(lock: StoreLock): void {
    this.#lock = lock;
  }

  release(): void {
    this.#lock?.release();
    this.#lock = null;
  }

  /** The data folder itself cannot be used. */
  fail(problem: AppError): void {
    this.#problem = problem;
  }

  /** Why the store cannot be opened; null if it can. */
  get problem(): AppError | null {
    return this.#problem;
  }

  /** Opens what is there. A store that cannot be opened is not changed, and the problem is remembered. */
  async open(): Promise<void> {
    this.#problem = null;
    try {
      securePlace(this.dataDir);
    } catch (thrown) {
      this.#problem = toAppError(thrown);
      return;
    }
    if (!existsSync(storeFile(this.dataDir)) && !existsSync(storeFolder(this.dataDir))) return;
    if (!existsSync(storeFile(this.dataDir))) {
      this.#problem = new AppError("STORE_DAMAGED", {
        text: text("store.fileMissing"),
      });
      return;
    }
    try {
      this.#store = await openAt(addressIn(this.dataDir), { keepIn: this.dataDir });
    } catch (thrown) {
      this.#problem = toAppError(thrown);
    }
  }

  /** Makes an empty store, or replaces an unfinished one. */
  async create(): Promise<Store> {
    privateFolder(storeFolder(this.dataDir));
    this.#store = await openAt(addressIn(this.dataDir), { create: true });
    this.#problem = null;
    return this.#store;
  }

  /** Whether this computer's keychain opens the vault at the next start. */
  get boundToKeychain(): boolean {
    return this.#boundToKeychain;
  }

  /**
   * Takes over the keys; the older ones are wiped. If they belong to the same data key, the current ones stay, because
   * somebody may be using them, and the others are wiped.
   */
  setKeys(keys: Keys | null, boundToKeychain: boolean): void {
    const same = this.#keys !== null && keys !== null && this.#keys.id.equals(keys.id);
    if (this.#keys !== keys) (same ? keys : this.#keys)?.wipe();
    if (!same) this.#keys = keys;
    this.#boundToKeychain = boundToKeychain;
    this.changed();
  }

  /** Whether the data key is being rotated: nobody else may use the keys meanwhile. */
  get exchanging(): boolean {
    return this.#exchanging;
  }

  /**
   * Blocks writing to the store while `work` rotates its data key, then opens the store again with the new keys:
   * callers that still have the old store and keys are refused with BUSY. If `work` fails, nothing changes.
   *
   * @throws AppError SETUP_REQUIRED, and what `work` and the opening throw
   */
  async exchangeKeys(work: () => Promise<{ keys: Keys; boundToKeychain: boolean }>): Promise<void> {
    const before = this.#store;
    if (!before) throw new AppError("SETUP_REQUIRED");
    const thaw = before.freeze();
    this.#exchanging = true;
    try {
      const { keys, boundToKeychain } = await work();
      await this.open();
      this.setKeys(keys, boundToKeychain);
      if (this.#problem) this.#store = null;
      await before.close();
      if (this.#problem) throw this.#problem;
    } catch (thrown) {
      if (this.#store === before) thaw();
      throw thrown;
    } finally {
      this.#exchanging = false;
    }
  }

  async close(): Promise<void> {
    const store = this.#store;
    this.#store = null;
    this.#complete = false;
    this.#keys?.wipe();
    this.#keys = null;
    this.#boundToKeychain = false;
    await store?.close();
  }

  /** The store's own row; undefined without a store or before its set-up. */
  async row(): Promise<ConsoleRow | undefined> {
    return this.#store ? readConsole(this.#store.db) : undefined;
  }

  async phase(): Promise<Phase> {
    if (this.#problem) return "damaged";
    if (!this.#complete) {
      const row = await this.row();
      if (!row) return "empty";
      if (row.setup === "pending") return "setup";
      this.#complete = true;
    }
    return this.#keys ? "ready" : "locked";
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  onTouch(listener: TouchListener): () => void {
    this.#touchListeners.add(listener);
    return () => this.#touchListeners.delete(listener);
  }

  /** Tells everybody which lists can look different now. @param by whose call it was; null: the console's own work */
  touched(areas: readonly Area[], by: Caller | null): void {
    if (areas.length === 0) return;
    if (areas.includes("system")) this.changed();
    for (const listener of this.#touchListeners) listener(areas, by);
  }
}
