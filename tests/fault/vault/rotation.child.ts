import { procedures } from "#shared/contract/index.ts";
import { freshThread, Jobs } from "#main/jobs/runner.ts";
import { LiveStore } from "#main/call/live.ts";
import { holdStore } from "#main/store/sqlite/lock.ts";
import type { SessionWithAdmin } from "#main/store/console/sessions.ts";
import type { rotateDataKey } from "#main/vault/rotate-job.ts";
import { rotate } from "#main/vault/rotate.ts";
import { openByKeychain } from "#main/keys/open.ts";
import { bundled } from "../../support/bundles.ts";
import { folderKeychain } from "../../support/folder-keychain.ts";
import { MemoryLogger, sampleDesk, sampleTime } from "../../support/sample-store.ts";
import { clockAt } from "../../support/clock-at.ts";

/** Exchanges the data key of the store in the folder of the first argument; the second one is the keychain's folder, the third the recovery key. */
const [dataDir = "", keychainDir = "", recoveryKey = ""] = process.argv.slice(2);
const workerUrl = bundled(new URL("rotation.worker.ts", import.meta.url));
const keychain = folderKeychain(keychainDir, (what) => console.log(`keychain ${what}`));
const jobs = new Jobs<{ "vault.rotate": typeof rotateDataKey }>(freshThread(workerUrl));
const now = sampleTime + 60_000;

const live = new LiveStore(dataDir, sampleDesk);
const lock = await holdStore(dataDir);
await lock.downgrade();
live.hold(lock);
await live.open();
if (!live.store) throw live.problem ?? new Error("no store");
live.setKeys(await openByKeychain(live.store.db, keychain), true);
const session = await live.store.db
  .selectFrom("sessions")
  .innerJoin("admins", "admins.id", "sessions.admin_id")
  .selectAll("sessions")
  .select(["admins.name", "admins.role", "admins.status as admin_status"])
  .executeTakeFirstOrThrow();
const context = {
  options: {
    dataDir,
    workerUrl,
    runtime: { name: "terminal" as const, version: process.versions.node },
    clock: clockAt(() => now),
    keychain,
    logger: new MemoryLogger(),
  },
  live,
  caller: {
    session: { get: () => "a token", set: () => undefined },
    files: { grant: () => undefined, allows: () => true },
    dialogs: null,
    clipboard: null,
  },
  call: { onProgress: ({ done }: { done: number }) => console.log(`progress ${done}`) },
  session: session as SessionWithAdmin,
  approved: null,
  now,
  touches: procedures["vault.rotate"].touches,
  done: { changed: false },
};
const deps = { jobs, keychain: () => Promise.resolve({ state: "bound" as const, reason: null }) };
console.log("begin");
const { resealed } = await rotate(context, deps, { passphrases: [], recoveryKey });
console.log(`done ${resealed}`);
await jobs.close();
await live.close();
live.release();
