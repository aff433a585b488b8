import { join } from "node:path";
import { base32nopad } from "@scure/base";
import { openConsole } from "#main/console.ts";
import type { Caller, CallOptions, Clock, Console, Uptime } from "#main/base/ports.ts";
import { codeOfStep, defaultParameters, stepAt } from "#main/twofactor/totp.ts";
import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import { memoryKeychain } from "../support/memory-keychain.ts";
import { say } from "../../src/shared/texts/say.ts";
import { leastCost } from "../support/least-work.ts";

/** Starts at 2026-01-05 12:00 UTC. */
export class MovingClock implements Clock {
  #now = Date.UTC(2026, 0, 5, 12);
  now = (): number => this.#now;
  uptime = (): Uptime => ({ boot: null, ms: this.#now });
  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

const caller = (): Caller => {
  let token: string | null = null;
  const session = {
    get: () => token,
    set: (next: string | null) => {
      token = next;
    },
  };
  return { session, files: { grant: () => undefined, allows: () => true }, dialogs: null, clipboard: null };
};

/** The code that an authenticator with the default parameters shows now. */
export const codeNow = (secret: string, clock: Clock): string =>
  codeOfStep(Buffer.from(base32nopad.decode(secret)), stepAt(clock.now(), 30), defaultParameters);

export interface BenchConsole {
  console: Console;
  dataDir: string;
  /** Of the owner's authenticator: `otpauth://totp/…`. */
  uri: string;
  call: <Name extends ProcedureName>(
    name: Name,
    input: InputOf<Name>,
    options?: CallOptions,
  ) => Promise<OutputOf<Name>>;
}

/** The owner of every bench console, whose passphrase opens it where no keychain does. */
export const benchOwner = { name: "olga", password: "a quiet harbour at dawn" };

/** A console that is set up, with its owner signed in, in `folder`/data. */
export async function openBenchConsole(folder: string, clock: MovingClock): Promise<BenchConsole> {
  const dataDir = join(folder, "data");
  const console = await openConsole({
    dataDir,
    clock,
    workerUrl: new URL("../../src/main/worker.ts", import.meta.url),
    runtime: { name: "terminal", version: process.versions.node },
    keychain: memoryKeychain(),
    // What making backup codes costs is no figure of these.
    codeCost: leastCost,
    logger: { error: () => undefined, warn: () => undefined, info: () => undefined },
  });
  const by = caller();
  const call: BenchConsole["call"] = async (name, input, options) => {
    const reply = await console.call(name, input, by, options);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${say(reply.error.text)}`);
    return reply.data as never;
  };
  const { name, password } = benchOwner;
  const begun = await call("setup.begin", { organisation: "Acme", owner: name, password, passphrase: password });
  await call("setup.confirm", { password, code: codeNow(begun.secret, clock) });
  return { console, dataDir, uri: begun.uri, call };
}
