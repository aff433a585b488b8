import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { openPlace } from "./place.ts";

/** Makes a backup, asks for the status meanwhile, and prints how that went: `PLACE NOW`. Times in milliseconds. */
const [place = "", now = ""] = process.argv.slice(2);
const opened = await openPlace(place, Number(now));
const delays = monitorEventLoopDelay({ resolution: 10 });
delays.enable();
const begun = performance.now();
const over = new AbortController();
const run = opened.console.call("backupPlan.run", {}, opened.caller).finally(() => over.abort());
let answers = 0;
let longest = 0;
while (!over.signal.aborted) {
  const from = performance.now();
  await opened.console.call("system.status", {}, opened.caller);
  longest = Math.max(longest, performance.now() - from);
  answers += 1;
  await Promise.race([run, wait(20)]);
}
delays.disable();
const took = performance.now() - begun;
await opened.console.close();
const loop = { p99: delays.percentile(99) / 1e6, most: delays.max / 1e6 };
console.log(`measured ${JSON.stringify({ reply: await run, took, answers, longest, loop })}`);
