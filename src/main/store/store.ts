import type { Kysely, Transaction } from "kysely";
import type { Schema } from "./migrations/schema.ts";

/** A transaction: builds and runs statements. Only gateways of this room use it; everybody else hands it on. */
export type Tx = Transaction<Schema>;
/** The same for reads only, in a transaction or outside of one: what writes does not compile with it. */
export type Db = Pick<Kysely<Schema>, "selectFrom" | "getExecutor">;

/** Where a store is: plain data, which jobs receive instead of a connection. */
export interface StoreAddress {
  engine: "sqlite";
  /** Absolute path of the database file. */
  file: string;
}

export interface OpenOptions {
  /** Makes the store if there is none. */
  create?: boolean;
  /** Folder in which the store is kept before its schema is changed. */
  keepIn?: string;
  /**
   * The opener does one thing at a time: every statement runs at once on the one connection, also outside of
   * transactions, and long transactions get more memory. For workers.
   */
  alone?: boolean;
  /** How long a transaction waits for its turn before BUSY, in milliseconds; by default a minute. */
  patience?: number;
}

export interface WriteOptions {
  /** Ends the waiting for the turn; checked once more before the commit. */
  signal?: AbortSignal;
  /** How long to wait for the turn before BUSY, in milliseconds; by default as long as the store was opened with. */
  patience?: number;
}

/** What only one process does at a time; it ends with its process, too. */
export interface Lease {
  release(): Promise<void>;
}

/** The store as it was at one moment, whatever is written meanwhile. */
export interface StoreView {
  readonly db: Db;
  close(): Promise<void>;
}

export interface SnapshotOptions {
  signal: AbortSignal;
  /** Pages copied, of all pages. */
  onPages: (done: number, total: number) => void;
}

export interface Store {
  readonly address: StoreAddress;
  /** For reads of one statement. */
  readonly db: Db;
  /**
   * Runs `work` in one transaction that holds the write lock from its start: all of it is committed, or nothing. While
   * another connection writes, it waits without blocking anything.
   *
   * @param work `changed` says how many rows the transaction has inserted, changed and deleted so far
   * @throws AppError BUSY if the turn does not come, or while the store is frozen; CANCELLED
   */
  write<T>(work: (tx: Tx, changed: () => number) => Promise<T>, options?: WriteOptions): Promise<T>;
  /** A number that changes when another connection has written to the store, and only then. */
  version(): Promise<number>;
  /**
   * Lets only one process do a piece of work.
   *
   * @param name lower case letters, digits and hyphens
   * @throws AppError BUSY while another one does it
   */
  lease(name: string): Promise<Lease>;
  /**
   * Refuses every transaction from now on with BUSY, including those that wait for their turn.
   *
   * @returns a function that allows them again
   */
  freeze(): () => void;
  /** Leaves nothing of what was overwritten outside of the store itself, such as in its log. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A process's lock on a data folder. The system drops it with the process, however it ends.
 */
export interface StoreLock {
  /** True while no other process can open the store. */
  readonly exclusive: boolean;
  /**
   * From shared to exclusive, without waiting.
   *
   * @throws AppError STORE_IN_USE if another process has the store open; the lock stays shared
   * @throws AppError STORE_REPLACED if another process replaced the store in between
   */
  upgrade(): Promise<void>;
  /**
   * From exclusive to shared.
   *
   * @throws AppError STORE_IN_USE if another process took the store in between and keeps it
   */
  downgrade(): Promise<void>;
  release(): void;
}
