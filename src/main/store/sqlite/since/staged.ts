import type { RestoreTask, Since } from "#shared/model/restores.ts";
import type { PolicyRow } from "../../migrations/schema.ts";
import type { StoreAddress } from "../../store.ts";
import type { Raw } from "../connection.ts";
import { openRaw } from "../open.ts";
import { carryOver, type CarryHow } from "./administrators.ts";
import { bothSettings, settle } from "./settings.ts";
import { compareStores, openBoth, type Watch } from "./since.ts";
import { possibleTasks, useUpSteps } from "./unknown.ts";

/** The store of a backup before it takes the current one's place: one file, which nobody else has open. */
export class StagedCopy {
  readonly #raw: Raw;

  constructor(raw: Raw) {
    this.#raw = raw;
  }

  /** Runs `work` in one transaction: all of it, or nothing. */
  async change<T>(work: () => Promise<T>): Promise<T> {
    this.#raw.exec("BEGIN IMMEDIATE");
    try {
      const result = await work();
      this.#raw.exec("COMMIT");
      return result;
    } catch (thrown) {
      if (this.#raw.inTransaction) this.#raw.exec("ROLLBACK");
      throw thrown;
    }
  }

  /** See `useUpSteps`. @param at UTC milliseconds */
  useUpSteps = (at: number, watch: Watch): Promise<void> => useUpSteps(this.#raw, at, watch);

  /** What may have happened since it was made, if nothing else is known. */
  possibleTasks = (): RestoreTask[] => possibleTasks(this.#raw);

  close(): void {
    this.#raw.close();
  }
}

/** The same with the current store beside it, which is only read. */
export class StagedBeside extends StagedCopy {
  readonly #both: Raw;

  constructor(both: Raw) {
    super(both);
    this.#both = both;
  }

  /** What would be undone, counted and named. */
  compare = (sameKey: boolean, watch: Watch): Promise<Since> => compareStores(this.#both, sameKey, watch);

  /** See `carryOver`; within `change`. */
  carryOver = (how: CarryHow, watch: Watch): Promise<{ ownersStay: boolean }> => carryOver(this.#both, how, watch);

  /** What owners have settled, in the backup and in the current store. */
  settings = (): { backup: PolicyRow[]; present: PolicyRow[] } => bothSettings(this.#both);

  /** Writes a setting; within `change`. */
  settle = (row: PolicyRow): void => settle(this.#both, row);
}

/** @throws AppError STORE_DAMAGED, IO_ERROR, DISK_FULL */
export const openStaged = async (file: string): Promise<StagedCopy> => new StagedCopy(await openRaw(file, {}));

/**
 * @returns null if the current store is another console's, or of another schema
 * @throws AppError STORE_UNAVAILABLE, STORE_DAMAGED, IO_ERROR, BUSY
 */
export async function openStagedBeside(file: string, present: StoreAddress): Promise<StagedBeside | null> {
  const both = await openBoth(file, present.file);
  return both && new StagedBeside(both);
}
