import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import type { Means } from "#main/terminal.ts";
import { main } from "../../../src/cli/main.ts";
import type { StdinSecrets } from "../../../src/cli/stdin-secrets.ts";
import { bundled, folderOfRun } from "../../support/bundles.ts";
import { leastCost, leastWork } from "../../support/least-work.ts";
import { startThread } from "../../support/lent-threads.ts";
import { requireTool } from "../../support/tools.ts";
import { PrintedError } from "../../support/told.ts";

const sources = new URL("../../../src/", import.meta.url);
export const entry = fileURLToPath(bundled(new URL("cli/index.ts", sources)));

export type Secrets = StdinSecrets;

export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** No keychain and no colours: the same on every machine. */
export function plainEnvironment(dir: string): NodeJS.ProcessEnv {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return { PATH, NODE_COMPILE_CACHE, HOME: dir, TZ: "UTC", LANG: "C.UTF-8", DBUS_SESSION_BUS_ADDRESS: "" };
}

/** A fresh folder for one test, with room for a data folder and files beside it. */
export function newFolder(): { dir: string; remove(): void } {
  const dir = fs.mkdtempSync(join(tmpdir(), "countersign-cli-"));
  return { dir, remove: () => fs.rmSync(dir, { recursive: true, force: true }) };
}

export interface RunOptions {
  /** Written to stdin, which is then closed. */
  stdin?: string | Buffer;
  /** stdin stays open and silent. */
  openStdin?: boolean;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Goes before the command. */
  prefix?: readonly string[];
}

/** Runs the terminal form in a process of its own, to its end. */
export async function runCli(args: readonly string[], dir: string, options: RunOptions = {}): Promise<Ended> {
  const [command = process.execPath, ...rest] = [...(options.prefix ?? []), process.execPath, entry, ...args];
  const child = spawn(command, rest, {
    cwd: options.cwd ?? dir,
    env: options.env ?? plainEnvironment(dir),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on("data", (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.stderr.push(chunk));
  // A command that needs no secret ends without having read stdin.
  child.stdin.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  if (!options.openStdin) child.stdin.end(options.stdin ?? "");
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on("close", resolve);
  const exitCode = await promise;
  const whole = (parts: Buffer[]) => Buffer.concat(parts).toString("utf8");
  return { exitCode, stdout: whole(chunks.stdout), stderr: whole(chunks.stderr) };
}

/** What hashes and encrypts costs next to nothing, and threads do many jobs. */
export const means: Means = {
  workerUrl: bundled(new URL("main/worker.ts", sources)),
  startThread,
  codeCost: leastCost,
  passwordCost: leastCost,
  passphraseWork: leastWork,
};

/**
 * The same in this process, with pipes for its streams: everything but the entry and the usual costs. Many times
 * faster, since nothing has to be loaded again.
 */
export async function runHere(
  args: readonly string[],
  dir: string,
  options: Pick<RunOptions, "stdin"> = {},
): Promise<Ended> {
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", "");
  vi.stubEnv("XDG_RUNTIME_DIR", "");
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const written = Promise.all([text(stdout), text(stderr)]);
  const io = {
    stdin: Readable.from([Buffer.from(options.stdin ?? "")]),
    stdout,
    stderr,
    cwd: dir,
    signal: new AbortController().signal,
  };
  const exitCode = await main(args, io, means);
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  return { exitCode, stdout: out, stderr: err };
}

export type Answer<Data> = { exitCode: number | null } & (
  | { ok: true; data: Data; error?: never }
  | { ok: false; error: PrintedError; data?: never }
);

export interface ScriptOptions {
  dataDir?: string;
  run?: typeof runHere;
}

/** A script's view of one data folder: `--json`, secrets on stdin. Each answer is checked to be exactly one JSON object. */
export class Script {
  readonly dir: string;
  readonly dataDir: string;
  /** Everything that was printed, to look for what must not be there. */
  printed = "";

  readonly #run: typeof runHere;

  constructor(dir: string, { dataDir = join(dir, "data"), run = runHere }: ScriptOptions = {}) {
    this.dir = dir;
    this.dataDir = dataDir;
    this.#run = run;
  }

  async run<Data = Record<string, unknown>>(args: readonly string[], secrets?: Secrets): Promise<Answer<Data>> {
    const stdin = secrets === undefined ? {} : { stdin: JSON.stringify(secrets) };
    const { exitCode, stdout, stderr } = await this.#run([...args, "--json", "--data", this.dataDir], this.dir, stdin);
    this.printed += stdout + stderr;
    assert.equal(stderr, "", `stderr of ${args.join(" ")}`);
    assert.match(stdout, /^[^\n]+\n$/u, `lines of ${args.join(" ")}`);
    const reply = JSON.parse(stdout) as { ok: boolean; data?: Data; error?: unknown };
    if (reply.ok) {
      assert.deepEqual(Object.keys(reply), ["ok", "data"]);
      return { exitCode, ok: true, data: reply.data as Data };
    }
    assert.deepEqual(Object.keys(reply), ["ok", "error"]);
    return { exitCode, ok: false, error: PrintedError.parse(reply.error) };
  }

  /** For steps that must succeed. @returns the data */
  async done<Data = Record<string, unknown>>(args: readonly string[], secrets?: Secrets): Promise<Data> {
    const answer = await this.run<Data>(args, secrets);
    if (!answer.ok) throw new Error(`${args.join(" ")}: ${JSON.stringify(answer.error)}`);
    assert.equal(answer.exitCode, 0, args.join(" "));
    return answer.data;
  }

  /** For steps whose answer is no: exit code 1, with data. */
  async no<Data = Record<string, unknown>>(args: readonly string[], secrets?: Secrets): Promise<Data> {
    const answer = await this.run<Data>(args, secrets);
    if (!answer.ok) throw new Error(`${args.join(" ")}: ${JSON.stringify(answer.error)}`);
    assert.equal(answer.exitCode, 1, args.join(" "));
    return answer.data;
  }

  /** For steps that must fail. */
  async refused(args: readonly string[], secrets?: Secrets): Promise<PrintedError & { exitCode: number | null }> {
    const { ok, error, exitCode } = await this.run(args, secrets);
    if (ok) throw new Error(`${args.join(" ")} was done.`);
    return { ...error, exitCode };
  }
}

/**
 * Someone's authenticator app, played by oathtool. A step that was used is not used again, so each
 * code is of the current step or, within the same 30 s, of the next one, which is accepted too.
 */
export class Authenticator {
  readonly #uri: URL;
  #last = 0;

  constructor(uri: string) {
    this.#uri = new URL(uri);
  }

  #parameter(name: string, otherwise: string): string {
    return this.#uri.searchParams.get(name) ?? otherwise;
  }

  /** The code of a step; it does not count as used. */
  codeOf(step: number): string {
    const [code = ""] = this.codesFrom(step, 1);
    return code;
  }

  /** The codes of a step and of those after it. */
  codesFrom(step: number, count: number): string[] {
    const period = Number(this.#parameter("period", "30"));
    const args = [
      `--totp=${this.#parameter("algorithm", "SHA1")}`,
      `--time-step-size=${period}s`,
      `--digits=${this.#parameter("digits", "6")}`,
      `--now=@${step * period}`,
      `--window=${count - 1}`,
      "--base32",
      // The seed comes on stdin, not in the list of processes.
      "-",
    ];
    const input = `${this.#parameter("secret", "")}\n`;
    return execFileSync(requireTool("oathtool"), args, { input, encoding: "utf8" }).trim().split("\n");
  }

  /** The same authenticator at the same moment, for a copy of the store. */
  copy(): Authenticator {
    const other = new Authenticator(this.#uri.href);
    other.#last = this.#last;
    return other;
  }

  now(): number {
    return Math.floor(Date.now() / 1000 / Number(this.#parameter("period", "30")));
  }

  /** A code that was not used yet. */
  next(): string {
    const step = Math.max(this.#last + 1, this.now());
    if (step > this.now() + 1) throw new Error("Too many codes of one authenticator within one step.");
    this.#last = step;
    return this.codeOf(step);
  }
}

/** A code of the right length that belongs to none of the steps around now. */
export function wrongCode(authenticator: Authenticator): string {
  const now = authenticator.now();
  const right = new Set(authenticator.codesFrom(now - 50, 101));
  let code = 0;
  while (right.has(String(code).padStart(6, "0"))) code += 1;
  return String(code).padStart(6, "0");
}

export const ownerPassword = "correct horse battery 71";

export interface SetUp {
  script: Script;
  owner: Authenticator;
  ownerCodes: string[];
  recoveryKey: string;
  secret: string;
}

async function setUpAnew(script: Script, options: { passphrase?: string }): Promise<SetUp> {
  const secrets = {
    password: ownerPassword,
    ...(options.passphrase === undefined ? {} : { passphrase: options.passphrase }),
  };
  const begun = await script.done<{ uri: string; secret: string; recoveryKey: string }>(
    ["setup", "begin", "--organisation", "Example Ltd", "--owner", "dana"],
    secrets,
  );
  const owner = new Authenticator(begun.uri);
  const confirm = { ...secrets, code: owner.next() };
  const { backupCodes } = await script.done<{ backupCodes: string[] }>(["setup", "confirm"], confirm);
  return { script, owner, ownerCodes: backupCodes, recoveryKey: begun.recoveryKey, secret: begun.secret };
}

/** The last plain set-up of a test file. Its hashes are slow on purpose, so the file's other tests begin with a copy. */
let template: { folder: string; made: SetUp; madeAt: number } | undefined;
/** In milliseconds: long before the session of a copy ends. */
const freshFor = 120_000;

/** A console that was set up and whose owner is signed in. */
export async function setUp(dir: string, options: ScriptOptions & { passphrase?: string } = {}): Promise<SetUp> {
  const script = new Script(dir, options);
  if (options.passphrase !== undefined || options.run !== undefined) return setUpAnew(script, options);
  if (template === undefined || Date.now() - template.madeAt > freshFor) {
    if (template) fs.rmSync(template.folder, { recursive: true });
    const made = await setUpAnew(script, {});
    const folder = fs.mkdtempSync(join(folderOfRun(), "cli-template-"));
    fs.cpSync(script.dataDir, folder, { recursive: true });
    template = { folder, made, madeAt: Date.now() };
  } else {
    fs.cpSync(template.folder, script.dataDir, { recursive: true });
  }
  return { ...template.made, script, owner: template.made.owner.copy() };
}
