import { join, resolve } from "node:path";
import { createEvent, HostEmitter } from "../emitter.ts";
import { engine } from "../engine.ts";
import { messageOf, warn } from "../log.ts";
import { refuseUnknownMembers } from "../refusals.ts";
import { allWindows } from "../window/all-windows.ts";
import { CommandLine } from "./command-line.ts";
import { findPackage, type PackageInfo } from "./package-info.ts";
import { defaultPath, isPathName, type PathName } from "./paths.ts";
import { SingleInstance } from "./single-instance.ts";

const events = [
  "accessibility-support-changed",
  "activate",
  "before-quit",
  "browser-window-blur",
  "browser-window-created",
  "browser-window-focus",
  "certificate-error",
  "child-process-gone",
  "login",
  "open-file",
  "open-url",
  "quit",
  "ready",
  "render-process-gone",
  "second-instance",
  "select-client-certificate",
  "web-contents-created",
  "will-finish-launching",
  "will-quit",
  "window-all-closed",
];

/** The host's own exit codes (sysexits.h): something is missing, something broke. */
export const exitCodes = { unavailable: 69, broken: 70 } as const;

/** `app`: the life cycle of the process, its folders and its names. */
export class App extends HostEmitter {
  readonly commandLine = new CommandLine(process.argv.slice(2));
  readonly isPackaged = false;
  /** Only macOS has one. */
  readonly dock = undefined;
  readonly #package: PackageInfo = findPackage(process.argv[1] ?? "");
  readonly #paths = new Map<PathName, string>();
  readonly #instance = new SingleInstance();
  readonly #ready = Promise.withResolvers<void>();
  #name = this.#package.name;
  #isReady = false;
  #isQuitting = false;
  #isExiting = false;

  constructor() {
    super("app", events);
    const userData = this.commandLine.getSwitchValue("user-data-dir");
    if (userData !== "") this.#paths.set("userData", resolve(userData));
    allWindows.onAllClosed(() => this.#allWindowsClosed());
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getVersion(): string {
    return this.#package.version;
  }

  getAppPath(): string {
    return this.#package.path;
  }

  /** @throws Error for a name that Electron does not have, or that is not provided here */
  getPath(name: string): string {
    if (!isPathName(name)) throw new Error(`chromium-host: Failed to get '${name}' path`);
    const userData = this.#paths.get("userData");
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    if (name === "sessionData" && userData !== undefined) return userData;
    if (name === "logs") return join(userData ?? defaultPath("userData", this.#name), "logs");
    return defaultPath(name, this.#name);
  }

  setPath(name: string, path: string): void {
    if (!isPathName(name)) throw new Error(`chromium-host: Failed to set path '${name}'`);
    this.#paths.set(name, resolve(path));
  }

  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    const notice = { argv: process.argv, workingDirectory: process.cwd(), additionalData };
    return this.#instance.acquire(this.getPath("userData"), notice, (received) => {
      const { argv, workingDirectory, additionalData: data } = received;
      this.emit("second-instance", createEvent(), argv, workingDirectory, data);
    });
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance.isHeld;
  }

  releaseSingleInstanceLock(): void {
    this.#instance.release();
  }

  /** The sandbox is always on, except for root, for whom Chromium's sandbox does not run. */
  enableSandbox(): void {
    if (this.#isReady) throw new Error("app.enableSandbox() can only be called before app is ready");
  }

  /** Has an effect only on Windows, as in Electron. */
  setAppUserModelId(_id: string): void {
    // Nothing to do on Linux.
  }

  focus(): void {
    allWindows.managed[0]?.focus();
  }

  quit(): void {
    if (this.#isQuitting || this.#isExiting) return;
    const event = createEvent();
    this.emit("before-quit", event);
    if (event.defaultPrevented) return;
    this.#isQuitting = true;
    this.#closeAndLeave().catch((cause: unknown) => {
      warn(`the app could not be closed properly: ${messageOf(cause)}`);
      this.exit(exitCodes.broken);
    });
  }

  exit(code = 0): void {
    if (this.#isExiting) return;
    this.#isExiting = true;
    const leave = async (): Promise<void> => {
      await this.#instance.notified;
      await Promise.all(allWindows.managed.map((window) => window.discard()));
      await engine.close();
    };
    leave()
      .catch((cause: unknown) => warn(`Chromium was not closed properly: ${messageOf(cause)}`))
      .finally(() => {
        this.emit("quit", createEvent(), code);
        process.exit(code);
      });
  }

  /** Called by the host: the app's code has run, Chromium can start. */
  static becomeReady(app: App): void {
    if (app.#isExiting || app.#isQuitting) return;
    app.#isReady = true;
    app.emit("ready", createEvent(), {});
    app.#ready.resolve();
  }

  static isLeaving(app: App): boolean {
    return app.#isExiting || app.#isQuitting;
  }

  async #closeAndLeave(): Promise<void> {
    for (const window of allWindows.managed) {
      if (!(await window.tryClose())) {
        this.#isQuitting = false;
        return;
      }
    }
    const event = createEvent();
    this.emit("will-quit", event);
    this.#isQuitting = false;
    if (!event.defaultPrevented) this.exit(0);
  }

  #allWindowsClosed(): void {
    if (this.#isQuitting || this.#isExiting) return;
    if (this.listenerCount("window-all-closed") === 0) this.quit();
    else this.emit("window-all-closed");
  }
}
refuseUnknownMembers("app", App);

export const app = new App();
