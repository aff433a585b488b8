import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openConsole } from "#main/console.ts";
import { type Caller, nobody } from "#main/base/ports.ts";
import { bundled } from "../../../support/bundles.ts";
import { folderKeychain } from "../../../support/folder-keychain.ts";
import { clockAt } from "../../../support/clock-at.ts";

/** Calls one procedure in a process that can be killed: `PLACE NOW PROCEDURE INPUT`. */
const [place = "", now = "", procedure = "", input = "{}"] = process.argv.slice(2);
const quiet = () => undefined;
const token = join(place, "token");

/** Signed in already where the place has a session's token. */
const caller: Caller = {
  ...nobody,
  session: {
    outlivesProcess: true,
    get: () => (existsSync(token) ? readFileSync(token, "utf8") : null),
    set: (next) => writeFileSync(token, next ?? ""),
  },
  files: { grant: quiet, allows: () => true },
};

const console_ = await openConsole({
  dataDir: join(place, "data"),
  workerUrl: bundled(new URL("../../../../src/main/worker.ts", import.meta.url)),
  runtime: { name: "terminal", version: process.versions.node },
  clock: clockAt(() => Number(now)),
  keychain: folderKeychain(join(place, "keychain")),
  logger: { error: quiet, warn: quiet, info: quiet },
});
console.log("begin");
const reply = await console_.call(procedure, JSON.parse(input), caller, {
  onProgress: ({ phase }) => console.log(`progress ${phase}`),
});
console.log(`reply ${JSON.stringify(reply)}`);
await console_.close();
