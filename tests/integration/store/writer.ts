// The other process of a test: says that it is ready, waits for a word, writes, ends.
import { once } from "node:events";
import { openStore } from "#main/store/sqlite/store.ts";
import { countUp } from "./counting.ts";

const [file = ""] = process.argv.slice(2);
const store = await openStore(file, { create: false });
process.stdout.write("ready");
await once(process.stdin, "data");
await countUp(store, "there");
await store.close();
process.exit(0);
