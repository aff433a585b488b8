import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { keychainError } from "../base/errors/keychain.ts";
import type { SecretStore } from "../base/ports.ts";

/** keytar's calls, as far as they are used here. Its `findCredentials` crashes the process on a locked item. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

export interface KeytarOptions {
  /** How long one call may take, in milliseconds: a Secret Service may wait for a person at a prompt. */
  timeLimit?: number;
  /** Loads the native module. */
  load?: () => Promise<Keytar>;
  platform?: NodeJS.Platform;
  env?: NodeJS.ProcessEnv;
}

const defaultTimeLimit = 5000;

/** Calls, in the whole process, that passed their limit and are still inside the native module. */
let stuckCalls = 0;

/** Whether a keychain call occupies a thread that the process's normal end would wait for. */
export const keychainIsStuck = (): boolean => stuckCalls > 0;

/** A module that was packed as CommonJS has its exports under `default`. */
async function loadKeytar(): Promise<Keytar> {
  const loaded = (await import("keytar")) as unknown as Keytar & { default?: Keytar };
  return loaded.default ?? loaded;
}

/** The Secret Service is reached over the session bus (D-Bus specification, "Well-known message bus instances"). */
function hasSessionBus(env: NodeJS.ProcessEnv): boolean {
  if ((env["DBUS_SESSION_BUS_ADDRESS"] ?? "") !== "") return true;
  const runtimeFolder = env["XDG_RUNTIME_DIR"] ?? "";
  return runtimeFolder !== "" && existsSync(join(runtimeFolder, "bus"));
}

class KeytarStore implements SecretStore {
  readonly #service: string;
  readonly #options: Required<KeytarOptions>;
  #keytar: Promise<Keytar> | undefined;
  /** The call that is inside the native module. Only one: each occupies a thread of a small pool. */
  #current: Promise<unknown> = Promise.resolve();
  #stuck = false;

  constructor(service: string, options: KeytarOptions) {
    this.#service = service;
    this.#options = {
      timeLimit: defaultTimeLimit,
      load: loadKeytar,
      platform: process.platform,
      env: process.env,
      ...options,
    };
  }

  async get(account: string): Promise<Buffer | null> {
    const secret = await this.#call((keytar) => keytar.getPassword(this.#service, account));
    return secret === null ? null : Buffer.from(secret, "base64");
  }

  async set(account: string, secret: Buffer): Promise<void> {
    await this.#call((keytar) => keytar.setPassword(this.#service, account, secret.toString("base64")));
  }

  async delete(account: string): Promise<void> {
    await this.#call((keytar) => keytar.deletePassword(this.#service, account));
  }

  async #call<T>(work: (keytar: Keytar) => Promise<T>): Promise<T> {
    const before = this.#current;
    const turn = before.then(() => this.#timed(work));
    // The next caller waits for the outcome, not for a success.
    this.#current = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  async #timed<T>(work: (keytar: Keytar) => Promise<T>): Promise<T> {
    const { platform, env, timeLimit } = this.#options;
    if (platform === "linux" && !hasSessionBus(env)) {
      throw new AppError("KEYCHAIN_UNAVAILABLE", {
        text: text("base.noKeychain"),
      });
    }
    if (this.#stuck) throw overdue();
    const keytar = await this.#load();
    // Refusals of an argument are thrown, not rejected.
    const call = (async () => work(keytar))();
    const limit = new AbortController();
    try {
      return await Promise.race([
        call.catch((thrown: unknown) => {
          throw keychainError(thrown);
        }),
        wait(timeLimit, undefined, { signal: limit.signal }).then(() => {
          this.#watch(call);
          throw overdue();
        }),
      ]);
    } finally {
      limit.abort();
    }
  }

  /** No further call is made while one is stuck: four of them would stop all file access of the process. */
  #watch(call: Promise<unknown>): void {
    this.#stuck = true;
    stuckCalls += 1;
    const freed = (): void => {
      this.#stuck = false;
      stuckCalls -= 1;
    };
    call.then(freed, freed);
  }

  async #load(): Promise<Keytar> {
    this.#keytar ??= this.#options.load();
    try {
      return await this.#keytar;
    } catch (cause) {
      throw new AppError("KEYCHAIN_UNAVAILABLE", {
        text: text("base.keychainLibrary"),
        cause,
      });
    }
  }
}

const overdue = (): AppError =>
  new AppError("KEYCHAIN_UNAVAILABLE", {
    text: text("base.keychainOverdue"),
  });

/**
 * The operating system's keychain: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows. The
 * native module is loaded with the first call, so that a system without its library can start. A Secret Service whose
 * collection stays locked answers `get` with null, like an empty one.
 *
 * @param service the name under which the accounts are stored
 */
export function keytarStore(service: string, options: KeytarOptions = {}): SecretStore {
  return new KeytarStore(service, options);
}
