// The other process of a test: does what it is told on stdin, and says what came of it.
import { createInterface } from "node:readline";
import { toAppError } from "#main/base/errors/to-app-error.ts";
import { openAt } from "#main/store/open.ts";
import { countUsers } from "#main/store/people/user-list.ts";
import type { StoreAddress } from "#main/store/store.ts";

const store = await openAt(JSON.parse(process.argv[2] ?? "") as StoreAddress);

const commands: Record<string, () => Promise<string>> = {
  people: async () => String((await countUsers(store.db, {})).count),
  lease: async () => {
    await store.lease("backup");
    return "held";
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await commands[line]?.().catch((thrown: unknown) => toAppError(thrown).code);
  console.log(`${line}: ${answer}`);
}
