import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openConsole } from "#main/console.ts";
import { type Caller, nobody } from "#main/base/ports.ts";
import { codeOfStep, stepAt } from "#main/twofactor/totp.ts";
import { base32nopad } from "@scure/base";
import { bundled } from "../../support/bundles.ts";
import { folderKeychain } from "../../support/folder-keychain.ts";
import { leastCost } from "../../support/least-work.ts";
import { clockAt } from "../../support/clock-at.ts";

interface Step {
  procedure: string;
  /** Cancelled at its first progress, and to be answered so. */
  cancelled?: boolean;
  /** `CODE` stands for the code of the moment. */
  input: Record<string, unknown>;
}

/** Calls procedures one after the other and claims each success: `PLACE NOW SECRET STEPS`. A step takes a minute. */
const [place = "", now = "", given = "", steps = "[]"] = process.argv.slice(2);
const quiet = () => undefined;
let time = Number(now);
let secret = given;

/** Signed in already where the place has a session's token; what is set here is not kept. */
const file = join(place, "token");
let token = existsSync(file) ? readFileSync(file, "utf8") : null;
const caller: Caller = {
  ...nobody,
  session: { outlivesProcess: true, get: () => token, set: (next) => void (token = next) },
  files: { grant: quiet, allows: () => true },
};

const code = (): string =>
  codeOfStep(Buffer.from(base32nopad.decode(secret)), stepAt(time, 30), { algorithm: "SHA1", digits: 6 });

const console_ = await openConsole({
  dataDir: join(place, "data"),
  workerUrl: bundled(new URL("../../../src/main/worker.ts", import.meta.url)),
  runtime: { name: "terminal", version: process.versions.node },
  clock: clockAt(() => time),
  keychain: folderKeychain(join(place, "keychain")),
  logger: { error: quiet, warn: quiet, info: quiet },
  codeCost: leastCost,
});
for (const { procedure, input, cancelled = false } of JSON.parse(steps) as Step[]) {
  const filled = Object.entries(input).map(([name, value]) => [name, value === "CODE" ? code() : value]);
  const stop = new AbortController();
  const onProgress = (): void => (cancelled ? stop.abort() : undefined);
  const reply = await console_.call(procedure, Object.fromEntries(filled), caller, { signal: stop.signal, onProgress });
  if (cancelled ? reply.ok || reply.error.code !== "CANCELLED" : !reply.ok) {
    process.stdout.write(`failed ${procedure} ${JSON.stringify(reply)}\n`);
    process.exit(1);
  }
  process.stdout.write(`claim ${procedure}\n`);
  if (reply.ok) secret = (reply.data as { secret?: string } | null)?.secret ?? secret;
  time += 60_000;
}
await console_.close();
process.stdout.write("closed\n");
