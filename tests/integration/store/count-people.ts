// The other thread of a test: counts the people of the store at the address that it is given.
import { parentPort, workerData } from "node:worker_threads";
import { openAt } from "#main/store/open.ts";
import { countUsers } from "#main/store/people/user-list.ts";
import type { StoreAddress } from "#main/store/store.ts";

const store = await openAt(workerData as StoreAddress);
parentPort?.postMessage((await countUsers(store.db, {})).count, []);
await store.close();
