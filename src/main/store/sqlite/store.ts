import { setTimeout as wait } from "node:timers/promises";
import { Kysely } from "kysely";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { Schema } from "../migrations/schema.ts";
import { type Direct, offerDirect } from "../statements.ts";
import type { Db, OpenOptions, Store, Tx, WriteOptions } from "../store.ts";
import { directOn, type Raw, rowsChanged } from "./connection.ts";
import { StoreDialect } from "./dialect.ts";
import { leaseBeside } from "./lock.ts";
import { openRaw } from "./open.ts";

/** How long a transaction waits for its turn before BUSY, and how often it asks, in milliseconds. */
const usualPatience = 60_000;
const askEvery = 15;

class SqliteStore implements Store {
  readonly address: Store["address"];
  readonly db: Db;
  readonly #builder: Kysely<Schema>;
  readonly #raw: Raw;
  readonly #direct: Direct;
  readonly #patience: number;
  #frozen = false;

  constructor(file: string, raw: Raw, { alone = false, patience = usualPatience }: OpenOptions) {
    this.address = { engine: "sqlite", file };
    this.#raw = raw;
    this.#patience = patience;
    this.#direct = directOn(raw);
    this.#builder = new Kysely<Schema>({ dialect: new StoreDialect(raw) });
    this.db = this.#builder;
    if (alone) offerDirect(this.db, this.#direct);
  }

  #requireThawed(): void {
    if (this.#frozen) throw new AppError("BUSY");
  }

  /** Waits for the write lock and lets reads through meanwhile. */
  async write<T>(
    work: (tx: Tx, changed: () => number) => Promise<T>,
    { signal, patience = this.#patience }: WriteOptions = {},
  ): Promise<T> {
    const until = performance.now() + patience;
    for (;;) {
      let begun = false;
      this.#requireThawed();
      try {
        return await this.#builder.transaction().execute(async (tx) => {
          begun = true;
          this.#requireThawed();
          offerDirect(tx, this.#direct);
          const before = rowsChanged(this.#raw);
          const result = await work(tx, () => rowsChanged(this.#raw) - before);
          signal?.throwIfAborted();
          return result;
        });
      } catch (thrown) {
        const busy = toAppError(thrown).code === "BUSY";
        if (!busy || begun || performance.now() > until) throw thrown;
        await wait(askEvery, undefined, signal ? { signal } : {});
      }
    }
  }

  /** Not a query: it waits for no transaction of this connection, which changes nothing in it. */
  version = (): Promise<number> => Promise.resolve(this.#raw.pragma("data_version", { simple: true }) as number);

  lease: Store["lease"] = (name) => leaseBeside(this.address.file, name);

  freeze(): () => void {
    this.#frozen = true;
    return () => {
      this.#frozen = false;
    };
  }

  /** Writes what is committed to the store's file. */
  scrub = async (): Promise<void> => void this.#raw.pragma("wal_checkpoint(TRUNCATE)");

  async close(): Promise<void> {
    await this.#builder.destroy();
    if (this.#raw.open) this.#raw.close();
  }
}

/**
 * Opens a store file, and makes it if `create` says so; migrates it to this version's schema.
 *
 * @throws AppError as `openRaw`
 */
export const openStore = async (file: string, options: OpenOptions = {}): Promise<Store> =>
  new SqliteStore(file, await openRaw(file, options), options);
