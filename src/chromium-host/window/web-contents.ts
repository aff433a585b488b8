import type {
  HandlerDetails,
  PrintToPDFOptions,
  WebContentsPrintOptions,
  WebPreferences,
  WindowOpenHandlerResponse,
} from "electron";
import { app } from "../app/app.ts";
import { codec } from "../codec.ts";
import { applyTheme } from "../desktop/native-theme.ts";
import { createEvent, HostEmitter } from "../emitter.ts";
import { engine } from "../engine.ts";
import { messageOf, warn } from "../log.ts";
import { runtimeMarker } from "../marker.ts";
import type { FromPage } from "../page/ipc-renderer.ts";
import { NotProvided, refuseUnknownMembers } from "../refusals.ts";
import { Protocol } from "../session/protocol.ts";
import { defaultSession } from "../session/session.ts";
import { toAppUrl, toBrowserUrl, withoutFragment } from "../urls.ts";
import { watchConsole } from "./console-messages.ts";
import { answer, type Reply } from "./ipc-dispatch.ts";
import { LoadError } from "./net-errors.ts";
import { Page, type PageEvents } from "./page.ts";
import { printParameters } from "./print-options.ts";
import { type NavigationAttempt, Requests } from "./requests.ts";
import { fixedPreferences } from "./web-preferences.ts";
import { WebFrameMain } from "./web-frame.ts";

const events = [
  "certificate-error",
  "console-message",
  "destroyed",
  "did-attach-webview",
  "did-create-window",
  "did-fail-load",
  "did-finish-load",
  "did-navigate",
  "did-navigate-in-page",
  "did-start-loading",
  "did-stop-loading",
  "dom-ready",
  "login",
  "page-title-updated",
  "preload-error",
  "render-process-gone",
  "select-bluetooth-device",
  "select-client-certificate",
  "will-attach-webview",
  "will-frame-navigate",
  "will-navigate",
  "will-redirect",
];

/** What the contents report to their window. */
export interface ContentsOwner {
  readonly title: string;
  readonly preferences: WebPreferences;
  /** A notice from the page: focus, size and the like. */
  noticed(name: string, details: unknown): void;
  loaded(): void;
  /** @returns whether the window may close */
  closeAsked(): boolean;
  close(ask: boolean): void;
  /** The page closed, on its own or when told to. */
  gone(): void;
}

type OpenHandler = (details: HandlerDetails) => WindowOpenHandlerResponse;

let lastId = 0;
const schemes = (): ReadonlySet<string> => Protocol.schemesOf(defaultSession.protocol);
const asAppUrl = (url: string): string => toAppUrl(url, schemes()) ?? url;

/** `webContents`: the page of one window. */
export class WebContents extends HostEmitter {
  readonly id = ++lastId;
  readonly session = defaultSession;
  readonly #owner: ContentsOwner;
  readonly #opening: Promise<Page>;
  #page: Page | undefined;
  #frame = new WebFrameMain("");
  #title: string;
  #openHandler: OpenHandler | null = null;
  /** Chromium's address of a load that the app itself requested. */
  #ownLoad: string | undefined;
  #load: PromiseWithResolvers<void> | undefined;
  #status = { code: 200, text: "" };
  #isLoading = false;
  #isDestroyed = false;

  constructor(owner: ContentsOwner) {
    super("webContents", events);
    this.#owner = owner;
    this.#title = owner.title;
    this.#opening = this.#open();
    // Code that needs the page awaits it. If Chromium does not start, the app ends.
    this.#opening.catch(() => undefined);
    app.emit("web-contents-created", createEvent(), this);
  }

  get mainFrame(): WebFrameMain {
    return this.#frame;
  }

  getURL(): string {
    return this.#frame.url;
  }

  getTitle(): string {
    return this.#title;
  }

  getType(): "window" {
    return "window";
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isLoading(): boolean {
    return this.#isLoading;
  }

  isDevToolsOpened(): boolean {
    return false;
  }

  /** @throws NotProvided always: this host's windows have no developer tools */
  openDevTools(): never {
    throw new NotProvided("webContents.openDevTools");
  }

  getLastWebPreferences(): WebPreferences {
    return { ...this.#owner.preferences, ...fixedPreferences };
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** @throws LoadError, as Electron's promise rejects */
  async loadURL(url: string): Promise<void> {
    const browserUrl = toBrowserUrl(url, schemes());
    if (browserUrl === null) throw this.#failed(new LoadError("ERR_UNKNOWN_URL_SCHEME", url));
    const page = await this.#opening;
    this.#ownLoad = withoutFragment(browserUrl);
    const load = Promise.withResolvers<void>();
    this.#load = load;
    const { errorText, loaderId } = await page.session.send("Page.navigate", { url: browserUrl });
    if (errorText !== undefined) throw this.#failed(new LoadError(errorText, url));
    // Without a loader, only the fragment has changed and nothing loads.
    if (loaderId === undefined) return;
    const closed = page.target.closed.then(() => {
      throw new LoadError("ERR_FAILED", url);
    });
    await Promise.race([load.promise, closed]);
  }

  reload(): void {
    this.#run(async (page) => {
      const url = toBrowserUrl(this.getURL(), schemes());
      this.#ownLoad = url === null ? undefined : withoutFragment(url);
      await page.session.send("Page.reload");
    });
  }

  /** @throws DataCloneError for what cannot be cloned, TypeError after the window was closed */
  send(channel: string, ...args: unknown[]): void {
    if (this.#isDestroyed) throw new TypeError("Object has been destroyed");
    // Encoded here, so that the caller gets an error for what cannot be sent.
    codec.encode(args);
    this.#page?.deliver("event", 0, channel, args);
  }

  /** Runs in the page's own world. @throws Error with the page's message */
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const page = await this.#opening;
    if (this.#load !== undefined && this.#isLoading) await this.#load.promise;
    return page.evaluate(code, userGesture);
  }

  async printToPDF(options: PrintToPDFOptions): Promise<Buffer> {
    const page = await this.#opening;
    const { data } = await page.session.send("Page.printToPDF", printParameters(options));
    return Buffer.from(data, "base64");
  }

  /** Opens Chromium's own print dialog. @throws NotProvided without a display, for silent printing, for a callback */
  print(options: WebContentsPrintOptions = {}, callback?: (success: boolean, failureReason: string) => void): void {
    if (engine.isHeadless) throw new NotProvided("printing without a display", "save as PDF instead");
    if (Object.keys(options).length > 0) throw new NotProvided("the options of webContents.print");
    if (callback !== undefined) throw new NotProvided("the callback of webContents.print");
    this.#run((page) => page.evaluate("void window.print()", true));
  }

  focus(): void {
    this.#run((page) => page.session.send("Page.bringToFront"));
  }

  close(options: { waitForBeforeUnload?: boolean } = {}): void {
    this.#owner.close(options.waitForBeforeUnload === true);
  }

  /** For the host only: the page, once it exists. */
  static pageOf(contents: WebContents): Promise<Page> {
    return contents.#opening;
  }

  static targetIdOf(contents: WebContents): string | undefined {
    return contents.#page?.target.targetId;
  }

  static async discard(contents: WebContents): Promise<void> {
    // If no page was created, there is none to close.
    const page = await contents.#opening.catch(() => undefined);
    await page?.close();
  }

  static destroy(contents: WebContents): void {
    if (contents.#isDestroyed) return;
    contents.#isDestroyed = true;
    WebFrameMain.detach(contents.#frame);
    contents.emit("destroyed");
  }

  static lost(contents: WebContents): void {
    engine.forgetCrashes();
    const details = { reason: "crashed", exitCode: 1 };
    contents.emit("render-process-gone", createEvent(), details);
    app.emit("render-process-gone", createEvent(), contents, details);
  }

  async #open(): Promise<Page> {
    const { page: target, browser } = await engine.open(this.#owner.title);
    const { preload, disableDialogs } = this.#owner.preferences;
    const options = {
      preload,
      chromium: runtimeMarker.version ?? "",
      guardClose: !engine.isHeadless && !engine.isDriven,
      refuseDialogs: disableDialogs === true || engine.isHeadless,
    };
    const page = new Page(target, browser, options, this.#pageEvents());
    this.#page = page;
    target.closed.then((how) => how === "closed" && this.#owner.gone()).catch(() => undefined);
    const requests = new Requests(target.session, {
      session: defaultSession,
      webContentsId: this.id,
      mainFrameId: target.targetId,
      mayNavigate: (attempt) => this.#mayNavigate(attempt),
      onDocument: (code, text) => {
        this.#status = { code, text };
      },
    });
    watchConsole(target.session, (message) => {
      this.emit(
        "console-message",
        createEvent({ ...message, sourceId: asAppUrl(message.sourceId), frame: this.#frame }),
      );
    });
    requests.listen();
    await page.prepare();
    await applyTheme(target.session);
    return page;
  }

  #pageEvents(): PageEvents {
    return {
      committed: (url) => this.#committed(url),
      moved: (url) => {
        WebFrameMain.move(this.#frame, asAppUrl(url));
        this.emit("did-navigate-in-page", createEvent(), this.#frame.url, true);
      },
      domReady: () => this.#isAppDocument() && this.emit("dom-ready", createEvent()),
      loaded: () => this.#loaded(),
      crashed: () => WebContents.lost(this),
      message: (message, reply) => this.#received(message, reply),
      windowOpen: (details) => this.#windowOpen(details),
      closeAsked: () => this.#owner.closeAsked(),
      preloadError: (error) => {
        warn(`the preload failed: ${error.message}`);
        this.emit("preload-error", createEvent(), this.#owner.preferences.preload, error);
      },
    };
  }

  /** Not for the blank page that a window starts with. */
  #isAppDocument(): boolean {
    return this.#frame.url !== "";
  }

  #committed(url: string): void {
    if (url.startsWith("data:")) return;
    WebFrameMain.detach(this.#frame);
    this.#frame = new WebFrameMain(asAppUrl(url));
    this.emit("did-navigate", createEvent(), this.#frame.url, this.#status.code, this.#status.text);
  }

  #loaded(): void {
    if (!this.#isAppDocument()) return;
    this.#isLoading = false;
    this.emit("did-finish-load");
    this.emit("did-stop-loading");
    this.#owner.loaded();
    this.#load?.resolve();
    this.#load = undefined;
  }

  #failed(error: LoadError): LoadError {
    this.#isLoading = false;
    this.#load = undefined;
    this.#ownLoad = undefined;
    this.emit("did-fail-load", createEvent(), error.errno, error.code, error.url, true);
    this.emit("did-stop-loading");
    return error;
  }

  #mayNavigate(attempt: NavigationAttempt): boolean {
    const { isMainFrame, url, browserUrl, isRedirect } = attempt;
    if (isMainFrame) this.#page?.navigationDecided();
    const target = withoutFragment(browserUrl);
    const isOwn = isMainFrame && target === this.#ownLoad;
    // Loading the same address again is not a navigation by the page (`reload`, F5).
    const isReload =
      isMainFrame && this.getURL() !== "" && target === withoutFragment(toBrowserUrl(this.getURL(), schemes()) ?? "");
    const allowed = (isOwn || isReload) && !isRedirect ? true : this.#askToNavigate(url, isMainFrame, isRedirect);
    if (isMainFrame && allowed) {
      this.#ownLoad = undefined;
      this.#isLoading = true;
      this.emit("did-start-loading");
    }
    return allowed;
  }

  #askToNavigate(url: string, isMainFrame: boolean, isRedirect: boolean): boolean {
    const event = createEvent({
      url,
      isMainFrame,
      isSameDocument: false,
      frame: isMainFrame ? this.#frame : null,
      initiator: this.#frame,
    });
    if (isRedirect) this.emit("will-redirect", event, url, false, isMainFrame, 0, 0);
    else {
      this.emit("will-frame-navigate", event);
      if (isMainFrame) this.emit("will-navigate", event, url, false, true, 0, 0);
    }
    return !event.defaultPrevented;
  }

  #received(message: FromPage, reply: Reply): void {
    const [kind, , name, args] = message;
    if (kind !== "notice") answer(message, this, this.#frame, reply);
    else if (name === "navigation-refused") this.#askToNavigate(asAppUrl(String(args[0])), true, false);
    else {
      if (name === "title") this.#titled(String(args[0]));
      this.#owner.noticed(name, args[0]);
    }
  }

  #titled(title: string): void {
    this.#title = title;
    this.emit("page-title-updated", createEvent(), title, true);
  }

  #windowOpen({ url, frameName, features }: { url: string; frameName: string; features: string }): void {
    const details = {
      url: asAppUrl(url),
      frameName,
      features,
      disposition: "new-window" as const,
      referrer: { url: "", policy: "default" as const },
    };
    if (this.#openHandler?.(details).action === "allow") {
      warn(`a window for ${details.url} was allowed but is not opened: pages cannot open windows here`);
    }
  }

  #run(act: (page: Page) => Promise<unknown>): void {
    this.#opening.then(act).catch((cause: unknown) => {
      if (!this.#isDestroyed) warn(messageOf(cause));
    });
  }
}
refuseUnknownMembers("webContents", WebContents);
