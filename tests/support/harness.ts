import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { openConsole } from "#main/console.ts";
import type { Argon2Cost, CallOptions, Caller, Clock, Console, ConsoleOptions } from "#main/ports.ts";
import { codeOfStep, stepAt } from "#main/twofactor/totp.ts";
import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import type { ErrorBody } from "#shared/errors.ts";
import { base32nopad } from "@scure/base";
import { memoryKeychain, type MemoryKeychain } from "./memory-keychain.ts";

/** A clock that a test moves. Starts at a fixed moment, 2026-01-05 12:00:00 UTC. */
export class TestClock implements Clock {
  #now = Date.UTC(2026, 0, 5, 12);
  now(): number {
    return this.#now;
  }
  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** A private folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A caller with a session of its own, as a window has one. */
export function newCaller(options: { outlivesProcess?: boolean; token?: string | null } = {}): Caller {
  let token = options.token ?? null;
  return {
    session: {
      outlivesProcess: options.outlivesProcess ?? false,
      get: () => token,
      set: (next) => {
        token = next;
      },
    },
    files: { grant: () => undefined, allows: () => true },
    dialogs: null,
    clipboard: null,
  };
}

export interface LogLine {
  level: "error" | "warn" | "info";
  message: string;
  facts: Record<string, unknown>;
}

export interface Harness {
  readonly dataDir: string;
  readonly clock: TestClock;
  readonly keychain: MemoryKeychain;
  readonly log: LogLine[];
  readonly console: Console;
  readonly caller: Caller;
  /** Closes the console and opens the folder again, as the next start does. `between` finds it closed. */
  reopen(between?: () => void): Promise<void>;
  /** The data of a reply that must be good. */
  call<Name extends ProcedureName>(
    name: Name,
    input: InputOf<Name>,
    caller?: Caller,
    options?: CallOptions,
  ): Promise<OutputOf<Name>>;
  /** The error of a reply that must be refused. */
  refuse<Name extends ProcedureName>(
    name: Name,
    input: InputOf<Name>,
    caller?: Caller,
    options?: CallOptions,
  ): Promise<ErrorBody>;
}

const workerUrl = new URL("../../src/main/jobs/worker.ts", import.meta.url);

interface HarnessOptions extends Omit<Partial<ConsoleOptions>, "codeCost"> {
  /** Cost of hashing backup codes: the least that is allowed when left out, the console's own when null. */
  codeCost?: null;
}

const leastCost: Argon2Cost = { memoryCost: 8192, timeCost: 1, parallelism: 1 };

/** The whole console on a real store in a folder of its own. */
export async function openHarness({ codeCost, ...overrides }: HarnessOptions = {}): Promise<Harness> {
  const dataDir = overrides.dataDir ?? temporaryFolder();
  const clock = new TestClock();
  const keychain = memoryKeychain();
  const log: LogLine[] = [];
  const write =
    (level: LogLine["level"]) =>
    (message: string, facts: Record<string, unknown> = {}) => {
      log.push({ level, message, facts });
    };
  const options: ConsoleOptions = {
    dataDir,
    workerUrl,
    runtime: { name: "terminal", version: process.versions.node },
    clock,
    keychain,
    logger: { error: write("error"), warn: write("warn"), info: write("info") },
    ...(codeCost === null ? {} : { codeCost: leastCost }),
    ...overrides,
  };
  let console = await openConsole(options);
  onTestFinished(() => console.close());
  const caller = newCaller();
  return {
    dataDir,
    clock,
    keychain,
    log,
    caller,
    get console() {
      return console;
    },
    async reopen(between = () => undefined) {
      await console.close();
      between();
      console = await openConsole(options);
    },
    async call(name, input, by = caller, call = {}) {
      const reply = await console.call(name, input, by, call);
      if (!reply.ok)
        throw new Error(
          `${name}: ${reply.error.code} ${reply.error.message} ${JSON.stringify(reply.error.fields ?? {})} ${JSON.stringify(log.at(-1)?.facts["cause"] ?? "", Object.getOwnPropertyNames(log.at(-1)?.facts["cause"] ?? {}))}`,
        );
      return reply.data as never;
    },
    async refuse(name, input, by = caller, call = {}) {
      const reply = await console.call(name, input, by, call);
      if (reply.ok) throw new Error(`${name} was answered`);
      return reply.error;
    },
  };
}

/** The code that an authenticator with this base32 seed shows, `offset` steps from now. */
export function codeFor(secret: string, clock: Clock, offset = 0): string {
  const step = stepAt(clock.now(), 30) + offset;
  return codeOfStep(Buffer.from(base32nopad.decode(secret)), step, { algorithm: "SHA1", digits: 6 });
}

export const owner = { name: "olga", password: "a quiet harbour at dawn" };

export interface SetUp {
  secret: string;
  recoveryKey: string;
  backupCodes: string[];
}

async function setUpAnew(harness: Harness, extra: { passphrase?: string }): Promise<SetUp> {
  const { secret, recoveryKey } = await harness.call("setup.begin", {
    organisation: "Acme",
    owner: owner.name,
    password: owner.password,
    ...extra,
  });
  const { backupCodes } = await harness.call("setup.confirm", {
    password: owner.password,
    code: codeFor(secret, harness.clock),
    ...extra,
  });
  return { secret, recoveryKey, backupCodes };
}

/** What the first set-up of a test file left. Its hashes are slow on purpose, so the file's other tests begin with a copy. */
interface Template {
  folder: string;
  madeAt: number;
  secrets: ReadonlyMap<string, Buffer>;
  token: string | null;
  result: SetUp;
}

let template: Template | undefined;
afterAll(() => {
  if (template) rmSync(template.folder, { recursive: true });
});

async function makeTemplate(harness: Harness): Promise<Template> {
  const madeAt = harness.clock.now();
  const result = await setUpAnew(harness, {});
  const folder = mkdtempSync(join(tmpdir(), "countersign-template-"));
  await harness.reopen(() => cpSync(harness.dataDir, folder, { recursive: true }));
  return { folder, madeAt, result, secrets: new Map(harness.keychain.secrets), token: harness.caller.session.get() };
}

async function copyTemplate({ folder, secrets, token, result }: Template, harness: Harness): Promise<SetUp> {
  await harness.reopen(() => {
    cpSync(folder, harness.dataDir, { recursive: true });
    for (const [account, secret] of secrets) harness.keychain.secrets.set(account, Buffer.from(secret));
  });
  harness.caller.session.set(token);
  return result;
}

async function makeOwner(harness: Harness, extra: { passphrase?: string }): Promise<SetUp> {
  if (extra.passphrase !== undefined || harness.keychain.refuses) return setUpAnew(harness, extra);
  if (template === undefined) {
    template = await makeTemplate(harness);
    return template.result;
  }
  const sameMoment = template.madeAt === harness.clock.now();
  return sameMoment ? copyTemplate(template, harness) : setUpAnew(harness, {});
}

/** A console that is set up, with its owner signed in. The clock moves one step on. */
export async function setUp(harness: Harness, extra: { passphrase?: string } = {}): Promise<SetUp> {
  const result = await makeOwner(harness, extra);
  harness.clock.advance(30_000);
  return result;
}

export interface Enrolled {
  userId: OutputOf<"users.add">["id"];
  tokenId: OutputOf<"tokens.begin">["tokenId"];
  secret: string;
  backupCodes: string[];
}

/** A user with an active authenticator. The clock moves one step on. */
export async function enrol(harness: Harness, username: string): Promise<Enrolled> {
  const user = await harness.call("users.add", { username });
  const { tokenId, secret } = await harness.call("tokens.begin", { user: { id: user.id } });
  const { backupCodes } = await harness.call("tokens.confirm", { tokenId, code: codeFor(secret, harness.clock) });
  harness.clock.advance(30_000);
  return { userId: user.id, tokenId, secret, backupCodes };
}
