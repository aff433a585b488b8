import { hangingThreads } from "#main/jobs/hanging.ts";
import { exitProcess } from "#main/exit.ts";
import { stuck } from "../../support/dead-share.ts";
import { shortenMinute } from "../../support/hold-at.ts";
import { openPlace } from "./place.ts";

/** Makes backups while one of the places is dead, cancels a look at it, and ends: `PLACE NOW DESTINATION`. */
const [place = "", now = "", id = ""] = process.argv.slice(2);
shortenMinute(1000);
const opened = await openPlace(place, Number(now));
const say = async (procedure: string, input: unknown, signal?: AbortSignal): Promise<void> => {
  const reply = await opened.console.call(procedure, input, opened.caller, signal ? { signal } : {});
  console.log(`reply ${JSON.stringify(reply)}`);
};
const stop = new AbortController();
const look = say("destinations.contents", { id }, stop.signal);
await stuck();
stop.abort();
await look;
await say("backupPlan.run", {});
await opened.console.close();
console.log(`hanging ${hangingThreads.size}`);
exitProcess(0);
