import type { Computer } from "./desk.ts";
import type { Area } from "#shared/contract/procedure.ts";
import type { Progress } from "#shared/contract/audit.ts";
import type { Side } from "#shared/contract/procedure.ts";
import type { Runtime, SystemStatus } from "#shared/contract/system.ts";
import type { Reply } from "#shared/contract/transport.ts";
import type { Text } from "#shared/texts/text.ts";

/** How long this computer has been running: what nobody can set. */
export interface Uptime {
  /** Which start of the computer this is; null where the system does not say. */
  readonly boot: string | null;
  /** Whole milliseconds since that start, with those in which it was suspended. The same in every process. */
  readonly ms: number;
}

/** The one source of time. */
export interface Clock {
  /** UTC milliseconds since the epoch. People and time services set it. */
  now(): number;
  /** What waits are measured by: `src/main/throttle/wait.ts`. */
  uptime(): Uptime;
}

/** When something is done, and where: what a wait is measured from. */
export interface Moment {
  /** UTC milliseconds. */
  readonly now: number;
  readonly clock: Clock;
  readonly computer: Pick<Computer, "id">;
}

/** The operating system's store for small secrets, by account name. */
export interface SecretStore {
  /**
   * @returns the secret, or null if the account has none
   * @throws AppError KEYCHAIN_UNAVAILABLE, KEYCHAIN_REFUSED
   */
  get(account: string): Promise<Buffer | null>;
  /** @throws AppError KEYCHAIN_UNAVAILABLE, KEYCHAIN_REFUSED */
  set(account: string, secret: Buffer): Promise<void>;
  /** @throws AppError KEYCHAIN_UNAVAILABLE, KEYCHAIN_REFUSED */
  delete(account: string): Promise<void>;
}

export interface SaveRequest {
  title: Text;
  suggestedName: string;
  filter: { name: Text; extensions: string[] };
}

/** File dialogs of the window. A terminal has none. Null means that the person cancelled. */
export interface Dialogs {
  chooseToSave(request: SaveRequest): Promise<string | null>;
  chooseToOpen(request: Omit<SaveRequest, "suggestedName">): Promise<string | null>;
  /** One or several, in the order of the dialog; none: the person cancelled. */
  chooseSeveral(request: Omit<SaveRequest, "suggestedName">): Promise<string[]>;
  /** A folder that several files are written to. */
  chooseFolder(request: Pick<SaveRequest, "title">): Promise<string | null>;
}

export interface ClipboardPort {
  write(text: string): Promise<void>;
  read(): Promise<string>;
  clear(): Promise<void>;
}

/** Where a caller's session token is stored: the window's memory, or the terminal's 0600 file. */
export interface SessionHolder {
  /** Whether the token outlives this process, as a terminal's does. */
  readonly outlivesProcess?: boolean;
  get(): string | null;
  /** null: the session has ended. */
  set(token: string | null): void;
}

/**
 * Which files a caller may name. A window may name only what was chosen in a dialog of this run, so that a compromised
 * page cannot write or read anywhere; a terminal may name any.
 */
export interface FileAccess {
  /** A folder is granted with the files directly in it. */
  grant(file: string): void;
  allows(file: string): boolean;
}

export interface Caller {
  /** If omitted: the console's own side. */
  readonly side?: Side;
  readonly session: SessionHolder;
  readonly files: FileAccess;
  readonly dialogs: Dialogs | null;
  readonly clipboard: ClipboardPort | null;
}

/** An open window for a person being enrolled. */
export interface UserWindow {
  /** Closes it without asking; does nothing if it is closed already. */
  close(): void;
}

/** The second window, which the person being enrolled looks at. A terminal has none. */
export interface UserSide {
  /** Displays that are there now; 0: no window can be shown. */
  displays(): number;
  /**
   * Opens the window; on another display than the console's if there is one.
   *
   * @param view.caller who calls through the window
   * @param view.onClosed called once when the window is gone, whoever closed it
   * @returns when its page has loaded
   */
  open(view: { caller: Caller; onClosed: () => void }): Promise<UserWindow>;
}

/** A caller without session, files and window: the console itself. */
export const nobody: Caller = {
  session: { get: () => null, set: () => undefined },
  files: { grant: () => undefined, allows: () => false },
  dialogs: null,
  clipboard: null,
};

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Writes one line per fact. The logger itself redacts values under names of secrets. */
export interface Logger {
  error(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  info(message: string, facts?: Record<string, unknown>): void;
}

/** Whom a demo signs in, and with what at this moment. */
export interface DemoAccess {
  current(): NonNullable<SystemStatus["demo"]>;
}

/** Cost of Argon2id (RFC 9106 section 3.1). */
export interface Argon2Cost {
  /** In KiB. */
  memoryCost: number;
  /** Passes. */
  timeCost: number;
  /** Lanes. */
  parallelism: number;
}

/** A thread that does one job and ends, as Node's own threads have it. */
export interface Thread {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
  once(event: "error", listener: (error: unknown) => void): unknown;
  once(event: "exit", listener: () => void): unknown;
  /** @returns once it has ended */
  terminate(): Promise<unknown>;
  /** Lets the process end without it. */
  unref(): void;
}

/** @param name of the job, for who looks at the process */
export type StartThread = (name: string) => Thread;

export interface ConsoleOptions {
  /** What the console runs on; found out if omitted. */
  computer?: Computer;
  /** The folder of the file that says which desk this is; the data folder if omitted. */
  deskFolder?: string;
  /** The folder of the store, the logs and the terminal's session. Made with mode 0700. */
  dataDir: string;
  /** The bundle (or source file) that worker threads run: `main/jobs/worker`. */
  workerUrl: URL;
  /** Where jobs are done; each in a new thread of `workerUrl` if omitted. */
  startThread?: StartThread;
  runtime: Runtime;
  clock: Clock;
  keychain: SecretStore;
  logger: Logger;
  /** In a demo: what signs in right now, shown by `system.status`. */
  demo?: DemoAccess;
  /** Of the console's window: ends with it, or is resumed at the next start if the policy says so. */
  windowSession?: SessionHolder;
  /** Where a person's own window is shown; null or omitted if none can be. */
  userSide?: UserSide | null;
  /** Whether scheduled backups are made while the console is open. A terminal's is open only for a moment. */
  background?: boolean;
  /** Cost of hashing backup codes; OWASP's if omitted. A demo, whose secrets are on the screen, uses less. */
  codeCost?: Argon2Cost;
  /** Cost of hashing passwords; OWASP's if omitted. */
  passwordCost?: Argon2Cost;
  /** Of backups and saved backup keys with a passphrase: base-2 logarithm of the cost of guessing it; that of the `age` command if omitted. */
  passphraseWork?: number;
}

/** Is told which lists can look different now. @param by whose call it was; null: the console's own work */
export type TouchListener = (areas: readonly Area[], by: Caller | null) => void;

/** The whole application without Electron: the window, the terminal and the tests use this. */
export interface Console {
  /** The one door. Never rejects: every failure is a reply. */
  call(procedure: string, input: unknown, caller: Caller, options?: CallOptions): Promise<Reply>;
  /** @returns a function that ends the subscription */
  onStatusChange(listener: () => void): () => void;
  /** @returns a function that ends the subscription */
  onTouch(listener: TouchListener): () => void;
  /** Waits for running work, checkpoints and closes the store. */
  close(): Promise<void>;
}
