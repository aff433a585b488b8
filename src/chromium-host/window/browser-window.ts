import type { BrowserWindowConstructorOptions, WebPreferences } from "electron";
import { app } from "../app/app.ts";
import { createEvent, HostEmitter } from "../emitter.ts";
import { PipeClosed } from "../cdp/connection.ts";
import { messageOf, warn, warnOnce } from "../log.ts";
import { NotProvided, refuseUnknownMembers } from "../refusals.ts";
import { allWindows } from "./all-windows.ts";
import { desktop, type Rectangle, type Surroundings } from "./surroundings.ts";
import { type ContentsOwner, WebContents } from "./web-contents.ts";
import { checkWebPreferences } from "./web-preferences.ts";

const events = [
  "blur",
  "close",
  "closed",
  "focus",
  "hide",
  "maximize",
  "minimize",
  "page-title-updated",
  "query-session-end",
  "ready-to-show",
  "resize",
  "restore",
  "session-end",
  "show",
  "unmaximize",
];

const knownOptions: ReadonlySet<string> = new Set([
  "autoHideMenuBar",
  "backgroundColor",
  "center",
  "fullscreen",
  "height",
  "icon",
  "minHeight",
  "minWidth",
  "show",
  "title",
  "webPreferences",
  "width",
  "x",
  "y",
]);

type WindowState = "normal" | "minimized" | "maximized" | "fullscreen";

function checkOptions(options: BrowserWindowConstructorOptions): void {
  for (const name of Object.keys(options)) {
    if (!knownOptions.has(name)) throw new NotProvided(`the option "${name}" of BrowserWindow`);
  }
  checkWebPreferences(options.webPreferences ?? {});
}

let lastId = 0;

/** `BrowserWindow`: a Chromium window without address bar or tabs. */
export class BrowserWindow extends HostEmitter {
  readonly id = ++lastId;
  readonly webContents: WebContents;
  readonly #least: { width: number; height: number };
  #title: string;
  #bounds: Rectangle;
  #state: WindowState = "normal";
  #isShown: boolean;
  #isFocused = false;
  #isReadyToShow = false;
  #isDiscarded = false;
  #isClosed = false;

  /** @throws NotProvided for an unknown option, and for one that would weaken the window */
  constructor(options: BrowserWindowConstructorOptions = {}) {
    super("BrowserWindow", events);
    if (!app.isReady()) throw new Error("Cannot create BrowserWindow before app is ready");
    checkOptions(options);
    const { width = 800, height = 600, minWidth = 0, minHeight = 0, x = 0, y = 0 } = options;
    this.#title = options.title ?? app.name;
    this.#least = { width: minWidth, height: minHeight };
    this.#bounds = this.#atLeast({ x, y, width, height });
    this.#isShown = options.show ?? true;
    this.webContents = new WebContents(this.#owner(options.webPreferences ?? {}));
    this.#place(options.x !== undefined && options.y !== undefined);
    if (options.fullscreen === true && this.#isShown) this.#setState("fullscreen");
    allWindows.add(this, {
      id: this.id,
      isFocused: () => this.#isFocused,
      focus: () => this.focus(),
      isDestroyed: () => this.#isClosed,
      tryClose: () => this.#tryClose(),
      discard: () => this.#discard(),
      lost: () => this.#lost(),
    });
    app.emit("browser-window-created", createEvent(), this);
  }

  static getAllWindows(): BrowserWindow[] {
    return allWindows.all as BrowserWindow[];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return (allWindows.find((window) => window.isFocused()) as BrowserWindow | undefined) ?? null;
  }

  static fromId(id: number): BrowserWindow | null {
    return (allWindows.find((window) => window.id === id) as BrowserWindow | undefined) ?? null;
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }

  /** @throws LoadError */
  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  reload(): void {
    this.webContents.reload();
  }

  /** Asks the `close` handlers first. */
  close(): void {
    this.#tryClose().catch((cause: unknown) => warn(`a window was not closed: ${messageOf(cause)}`));
  }

  destroy(): void {
    this.#discard().catch((cause: unknown) => warn(`a window was not closed: ${messageOf(cause)}`));
  }

  isDestroyed(): boolean {
    return this.#isClosed;
  }

  show(): void {
    this.#isShown = true;
    this.#setState("normal");
    this.focus();
    this.emit("show");
  }

  /** Chromium cannot hide a window, so it is minimised. */
  hide(): void {
    this.#isShown = false;
    this.#setState("minimized");
    this.emit("hide");
  }

  isVisible(): boolean {
    return this.#isShown;
  }

  focus(): void {
    this.webContents.focus();
  }

  isFocused(): boolean {
    return this.#isFocused;
  }

  minimize(): void {
    this.#setState("minimized");
    this.emit("minimize");
  }

  isMinimized(): boolean {
    return this.#state === "minimized";
  }

  restore(): void {
    this.#setState("normal");
    this.emit("restore");
  }

  maximize(): void {
    this.#setState("maximized");
    this.emit("maximize");
  }

  unmaximize(): void {
    this.#setState("normal");
    this.emit("unmaximize");
  }

  isMaximized(): boolean {
    return this.#state === "maximized";
  }

  isFullScreen(): boolean {
    return this.#state === "fullscreen";
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = this.#atLeast({ ...this.#bounds, ...bounds });
    this.#place(bounds.x !== undefined || bounds.y !== undefined);
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
    this.#run(() => this.webContents.executeJavaScript(`document.title = ${JSON.stringify(title)}`));
  }

  /** Chromium has no way to keep a window out of screenshots. */
  setContentProtection(enable: boolean): void {
    if (enable) warnOnce("a window cannot be kept out of screenshots here");
  }

  /** This host's windows have no menu bar. */
  removeMenu(): void {
    // Nothing to remove.
  }

  setMenu(_menu: object | null): void {
    // Nothing to set.
  }

  setMenuBarVisibility(_visible: boolean): void {
    // Nothing to show or hide.
  }

  #owner(preferences: WebPreferences): ContentsOwner {
    return {
      title: this.#title,
      preferences,
      noticed: (name, details) => this.#noticed(name, details),
      loaded: () => {
        if (this.#isReadyToShow) return;
        this.#isReadyToShow = true;
        this.emit("ready-to-show");
      },
      closeAsked: () => this.#mayClose(),
      close: (ask) => (ask ? this.close() : this.destroy()),
      gone: () => this.#finish(),
    };
  }

  #noticed(name: string, details: unknown): void {
    if (name === "focus" || name === "blur") this.#focusChanged(name === "focus");
    else if (name === "hidden") this.#hidden(details === true);
    else if (name === "surroundings") desktop.see(details as Surroundings);
    else if (name === "dark") desktop.setDark(details === true);
    else if (name === "bounds") {
      this.#bounds = details as Rectangle;
      this.emit("resize");
    } else if (name === "title") {
      this.#title = String(details);
      this.emit("page-title-updated", createEvent(), this.#title, true);
    }
  }

  #hidden(hidden: boolean): void {
    if (this.#state === "normal" || this.#state === "minimized") this.#state = hidden ? "minimized" : "normal";
  }

  #focusChanged(focused: boolean): void {
    if (this.#isFocused === focused) return;
    this.#isFocused = focused;
    this.emit(focused ? "focus" : "blur");
    app.emit(focused ? "browser-window-focus" : "browser-window-blur", createEvent(), this);
  }

  #atLeast(bounds: Rectangle): Rectangle {
    const { width, height } = this.#least;
    return { ...bounds, width: Math.max(bounds.width, width), height: Math.max(bounds.height, height) };
  }

  #place(withPosition: boolean): void {
    const { x: left, y: top, width, height } = this.#bounds;
    this.#setWindow({ width, height, ...(withPosition ? { left, top } : {}) });
    if (!this.#isShown) this.#setState("minimized");
  }

  #setState(state: WindowState): void {
    this.#state = state;
    this.#setWindow({ windowState: state });
  }

  #setWindow(bounds: {
    left?: number;
    top?: number;
    width?: number;
    height?: number;
    windowState?: WindowState;
  }): void {
    this.#run(async () => {
      const { session } = await WebContents.pageOf(this.webContents);
      const { windowId } = await session.send("Browser.getWindowForTarget");
      await session.send("Browser.setWindowBounds", { windowId, bounds });
    });
  }

  #run(act: () => Promise<unknown>): void {
    act().catch((cause: unknown) => {
      if (!this.#isClosed && !(cause instanceof PipeClosed)) warn(messageOf(cause));
    });
  }

  #mayClose(): boolean {
    if (this.#isDiscarded || this.#isClosed) return true;
    const event = createEvent();
    this.emit("close", event);
    return !event.defaultPrevented;
  }

  async #tryClose(): Promise<boolean> {
    if (!this.#mayClose()) return false;
    await this.#discard();
    return true;
  }

  async #discard(): Promise<void> {
    this.#isDiscarded = true;
    if (!this.#isClosed) await WebContents.discard(this.webContents);
    this.#finish();
  }

  #lost(): void {
    WebContents.lost(this.webContents);
    this.#finish();
  }

  #finish(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#focusChanged(false);
    WebContents.destroy(this.webContents);
    allWindows.remove(this);
    this.emit("closed");
    allWindows.announceIfEmpty();
  }
}
refuseUnknownMembers("BrowserWindow", BrowserWindow);
