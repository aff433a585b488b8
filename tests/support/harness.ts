import { firstBoot } from "./first-boot.ts";
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { openConsole } from "#main/console.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { onTestFinished } from "vitest";
import type { CallOptions, Caller, Clock, Console, ConsoleOptions, Uptime } from "#main/base/ports.ts";
import { codeOfStep, stepAt } from "#main/twofactor/totp.ts";
import { type InputOf, type OutputOf, type ProcedureName, procedures } from "#shared/contract/index.ts";
import { base32nopad } from "@scure/base";
import { bundled, folderOfRun } from "./bundles.ts";
import { startThread } from "./lent-threads.ts";
import { leastCost, leastWork } from "./least-work.ts";
import { memoryKeychain, type MemoryKeychain } from "./memory-keychain.ts";
import { type Told, told, toldAll, type ToldError } from "./told.ts";

/** A computer's clock that a test moves. Starts at a fixed moment, 2026-01-05 12:00:00 UTC, an hour after the computer did. */
export class TestClock implements Clock {
  #now = Date.UTC(2026, 0, 5, 12);
  #up = 3_600_000;
  #boot = 1;
  now(): number {
    return this.#now;
  }
  uptime(): Uptime {
    return { boot: this.#boot === 1 ? firstBoot : `boot ${this.#boot}`, ms: this.#up };
  }
  /** Time passes. Less than nothing: the clock is set back. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    this.#up += Math.max(0, milliseconds);
  }
  /** Somebody sets the clock, and no time passes. */
  set(by: number): void {
    this.#now += by;
  }
  /** The computer is off for some time, and started again. */
  restart(off: number): void {
    this.#now += off;
    this.#up = 0;
    this.#boot += 1;
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

/** What the owner has at hand, where a call asks for more than the session. */
export interface Authority {
  /** Base32 seed of the authenticator. */
  secret: string;
  recoveryKey: string;
}

export interface Harness {
  /**
   * With it `call` gives a fresh code where one is asked for (the clock moves on to the next step if this one's code was
   * used), and the only owner's approval by the recovery key. Set by `setUp`; null: `call` fails like `refuse`.
   */
  authority: Authority | null;
  readonly dataDir: string;
  readonly clock: TestClock;
  readonly keychain: MemoryKeychain;
  readonly log: LogLine[];
  readonly console: Console;
  readonly caller: Caller;
  /** Whether its set-up may be the copy of another one: it has the keychain, the window and the costs of every harness. */
  readonly plain: boolean;
  /** Closes the console and opens the folder again, as the next start does. `between` finds it closed. */
  reopen(between?: () => void): Promise<void>;
  /** The data of a reply that must be good. */
  call<Name extends ProcedureName>(
    name: Name,
    input: InputOf<Name>,
    caller?: Caller,
    options?: CallOptions,
  ): Promise<Told<OutputOf<Name>>>;
  /** The error of a reply that must be refused. */
  refuse<Name extends ProcedureName>(
    name: Name,
    input: InputOf<Name>,
    caller?: Caller,
    options?: CallOptions,
  ): Promise<ToldError>;
}

const workerUrl = bundled(new URL("../../src/main/worker.ts", import.meta.url));

interface HarnessOptions extends Omit<Partial<ConsoleOptions>, "codeCost"> {
  /** Cost of hashing backup codes, passwords and a backup's passphrase: next to nothing when left out, the console's own when null. */
  codeCost?: null;
}

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
    startThread,
    runtime: { name: "terminal", version: process.versions.node },
    clock,
    keychain,
    logger: { error: write("error"), warn: write("warn"), info: write("info") },
    ...(codeCost === null ? {} : { codeCost: leastCost, passwordCost: leastCost, passphraseWork: leastWork }),
    ...overrides,
  };
  let console = await openConsole(options);
  onTestFinished(() => console.close());
  const caller = newCaller();
  const must = async (name: ProcedureName, input: unknown, by: Caller, call: CallOptions = {}): Promise<unknown> => {
    const reply = await console.call(name, input, by, call);
    if (reply.ok) return reply.data;
    const cause = log.at(-1)?.facts["cause"];
    throw new Error(
      `${name}: ${reply.error.code} ${told(reply.error).message} ${JSON.stringify(told(reply.error).fields ?? {})} ${JSON.stringify(cause ?? "", Object.getOwnPropertyNames(cause ?? {}))}`,
    );
  };
  const harness: Harness = {
    authority: null,
    dataDir,
    clock,
    keychain,
    log,
    caller,
    plain: overrides.keychain === undefined && overrides.windowSession === undefined && codeCost === undefined,
    get console() {
      return console;
    },
    async reopen(between = () => undefined) {
      await console.close();
      between();
      console = await openConsole(options);
    },
    async call(name, input, by = caller, call = {}) {
      const { authority } = harness;
      const { stepUp, countersign } = procedures[name];
      if (authority && (stepUp !== null || countersign)) {
        await authorise({ dataDir, clock, must }, authority, name, input, by);
      }
      return toldAll(await must(name, input, by, call)) as never;
    },
    async refuse(name, input, by = caller, call = {}) {
      const reply = await console.call(name, input, by, call);
      if (reply.ok) throw new Error(`${name} was answered`);
      return told(reply.error);
    },
  };
  return harness;
}

interface Reach {
  dataDir: string;
  clock: TestClock;
  must: (name: ProcedureName, input: unknown, by: Caller) => Promise<unknown>;
}

/** The last time step of an authenticator of an administrator that was used. */
function usedStep(dataDir: string): number {
  const raw = new Database(storeFile(dataDir), { readonly: true });
  try {
    const row = raw.prepare("SELECT max(last_step) AS step FROM tokens WHERE admin_id IS NOT NULL").get();
    return (row as { step: number | null }).step ?? 0;
  } finally {
    raw.close();
  }
}

/** Gives what a call will ask for. */
async function authorise(reach: Reach, authority: Authority, name: ProcedureName, input: unknown, by: Caller) {
  const { dataDir, clock, must } = reach;
  const { stepUp, countersign } = procedures[name];
  if (by.session.get() === null) return;
  if (stepUp !== null) {
    if (usedStep(dataDir) >= stepAt(clock.now(), 30)) clock.advance(30_000);
    await must("access.stepUp", { kind: stepUp, code: codeFor(authority.secret, clock) }, by);
  }
  if (!countersign) return;
  const approval = (await must("approvals.request", { procedure: name, input }, by)) as OutputOf<"approvals.request">;
  if (approval?.state !== "waiting") return;
  await must("approvals.approveByRecoveryKey", { id: approval.id, recoveryKey: authority.recoveryKey }, by);
}

/** The code that an authenticator with this base32 seed shows, `offset` steps from now. */
export function codeFor(secret: string, clock: Pick<Clock, "now">, offset = 0): string {
  const step = stepAt(clock.now(), 30) + offset;
  return codeOfStep(Buffer.from(base32nopad.decode(secret)), step, { algorithm: "SHA1", digits: 6 });
}

export const owner = { name: "olga", password: "a quiet harbour at dawn" };

export interface SetUp {
  secret: string;
  recoveryKey: string;
  backupCodes: string[];
  codeSet: OutputOf<"setup.confirm">["codeSet"];
}

async function setUpAnew(harness: Harness, extra: { passphrase?: string }): Promise<SetUp> {
  const { secret, recoveryKey } = await harness.call("setup.begin", {
    organisation: "Acme",
    owner: owner.name,
    password: owner.password,
    ...extra,
  });
  const { backupCodes, codeSet } = await harness.call("setup.confirm", {
    password: owner.password,
    code: codeFor(secret, harness.clock),
    ...extra,
  });
  return { secret, recoveryKey, backupCodes, codeSet };
}

/** What the first set-up of a run left. Its hashes are slow on purpose, so the others begin with a copy. */
interface Template {
  madeAt: number;
  /** Base64, by account. */
  secrets: Record<string, string>;
  token: string | null;
  result: SetUp;
}

const template = join(folderOfRun(), "template");

async function makeTemplate(harness: Harness): Promise<SetUp> {
  const madeAt = harness.clock.now();
  const result = await setUpAnew(harness, {});
  const folder = mkdtempSync(join(folderOfRun(), "template-"));
  const secrets = [...harness.keychain.secrets].map(([account, secret]) => [account, secret.toString("base64")]);
  const made: Template = {
    madeAt,
    result,
    secrets: Object.fromEntries(secrets) as Record<string, string>,
    token: harness.caller.session.get(),
  };
  await harness.reopen(() => cpSync(harness.dataDir, join(folder, "data"), { recursive: true }));
  writeFileSync(join(folder, "made.json"), JSON.stringify(made));
  try {
    renameSync(folder, template);
  } catch (error) {
    // Another test file was first.
    if (!existsSync(template)) throw error;
    rmSync(folder, { recursive: true });
  }
  return result;
}

async function copyTemplate({ secrets, token, result }: Template, harness: Harness): Promise<SetUp> {
  await harness.reopen(() => {
    cpSync(join(template, "data"), harness.dataDir, { recursive: true });
    for (const [account, secret] of Object.entries(secrets))
      harness.keychain.secrets.set(account, Buffer.from(secret, "base64"));
  });
  harness.caller.session.set(token);
  return result;
}

async function makeOwner(harness: Harness, extra: { passphrase?: string }): Promise<SetUp> {
  if (extra.passphrase !== undefined || harness.keychain.refuses || !harness.plain) return setUpAnew(harness, extra);
  if (!existsSync(template)) return makeTemplate(harness);
  const made = JSON.parse(readFileSync(join(template, "made.json"), "utf8")) as Template;
  return made.madeAt === harness.clock.now() ? copyTemplate(made, harness) : setUpAnew(harness, {});
}

/** A console that is set up, with its owner signed in. The clock moves one step on. */
export async function setUp(harness: Harness, extra: { passphrase?: string } = {}): Promise<SetUp> {
  const result = await makeOwner(harness, extra);
  harness.clock.advance(30_000);
  harness.authority = { secret: result.secret, recoveryKey: result.recoveryKey };
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
