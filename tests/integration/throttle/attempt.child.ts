import { join } from "node:path";
import { openConsole } from "#main/console.ts";
import { systemClock } from "#main/base/clock.ts";
import { nobody } from "#main/base/ports.ts";
import { bundled } from "../../support/bundles.ts";
import { folderKeychain } from "../../support/folder-keychain.ts";
import { leastCost } from "../../support/least-work.ts";

/**
 * Wrong attempts to sign in, in a process of its own: on this computer's real uptime, and its clock ahead by some
 * milliseconds. Prints the last answer's code and for how long the next attempt waits.
 */
const [place = "", name = "", attempts = "1", ahead = "0"] = process.argv.slice(2);
const quiet = () => undefined;
const console_ = await openConsole({
  dataDir: join(place, "data"),
  workerUrl: bundled(new URL("../../../src/main/worker.ts", import.meta.url)),
  runtime: { name: "terminal", version: process.versions.node },
  clock: { ...systemClock, now: () => Date.now() + Number(ahead) },
  keychain: folderKeychain(join(place, "keychain")),
  passwordCost: leastCost,
  logger: { error: quiet, warn: quiet, info: quiet },
});
for (let attempt = 1; attempt <= Number(attempts); attempt += 1) {
  const reply = await console_.call("access.signIn", { name, password: "a guess", code: "000000" }, nobody);
  const retryAt = reply.ok ? 0 : Number(reply.error.details?.["retryAt"] ?? 0);
  if (attempt === Number(attempts)) {
    console.log(
      JSON.stringify({
        code: reply.ok ? "ok" : reply.error.code,
        left: retryAt === 0 ? 0 : retryAt - Date.now() - Number(ahead),
      }),
    );
  }
}
await console_.close();
