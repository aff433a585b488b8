import type { Context } from "#main/call/context.ts";
import { Jobs } from "#main/jobs/runner.ts";
import type { WorkerJobs } from "#main/worker-jobs.ts";
import { letterHandlers } from "#main/enrolment/letters/handlers.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import type { Store } from "#main/store/store.ts";
import { storeFile } from "#main/store/data-folder.ts";
import type { CallOptions } from "#main/base/ports.ts";
import { Keys } from "#main/keys/keys.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { LetterReport } from "#shared/contract/letters.ts";
import { startThread } from "./lent-threads.ts";
import { memoryKeychain } from "./memory-keychain.ts";
import { MemoryLogger, sampleTime } from "./sample-store.ts";
import { clockAt } from "./clock-at.ts";

export type Into = ParsedInputOf<"letters.issue">["into"];

/** The letters' handlers on a sample's store, without a door and a session. */
export class LetterDesk {
  readonly store: Store;
  readonly #dataDir: string;
  readonly #keys: Keys;
  readonly #jobs = new Jobs<WorkerJobs>(startThread);

  static open = async (dataDir: string, dataKey: Buffer): Promise<LetterDesk> =>
    new LetterDesk(dataDir, dataKey, await openStore(storeFile(dataDir)));

  private constructor(dataDir: string, dataKey: Buffer, store: Store) {
    this.#dataDir = dataDir;
    this.#keys = new Keys(dataKey);
    this.store = store;
  }

  /** Everybody gets a letter. */
  issue(into: Into, call: CallOptions = {}): Promise<LetterReport> {
    const context = {
      options: {
        dataDir: this.#dataDir,
        clock: clockAt(() => sampleTime),
        logger: new MemoryLogger(),
        keychain: memoryKeychain(),
      },
      live: { store: this.store, keys: this.#keys },
      caller: { files: { allows: () => true } },
      session: { admin_id: "01970000-0000-7000-8000-000000000000", name: "olga" },
      call,
      now: sampleTime,
    } as unknown as Context;
    return letterHandlers({ jobs: this.#jobs }).issue(context, { selection: { filter: {} }, into });
  }

  /** How many letters and pending authenticators the store holds, and how often the audit says so. */
  async kept(): Promise<{ letters: number; pending: number; events: number }> {
    const { db } = this.store;
    const letters = await db.selectFrom("letters").select("id").execute();
    const pending = await db.selectFrom("tokens").select("id").where("status", "=", "pending").execute();
    const events = await db.selectFrom("audit_events").select("seq").where("action", "=", "token.begin").execute();
    return { letters: letters.length, pending: pending.length, events: events.length };
  }

  async close(): Promise<void> {
    await this.#jobs.close();
    this.#keys.wipe();
    await this.store.close();
  }
}
