import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import type { PageTarget } from "../browser/targets.ts";
import { type CdpSession, CommandFailed, PipeClosed } from "../cdp/connection.ts";
import { codec } from "../codec.ts";
import { messageOf, warn } from "../log.ts";
import type { FromPage, ToPage } from "../page/ipc-renderer.ts";
import { mainWorldSource, preloadFunction, preloadWorld, preloadWorldSource } from "../page/sources.ts";

export interface PageOptions {
  /** Absolute path of the preload, or none. */
  preload: string | undefined;
  chromium: string;
  /** Whether the main process must be asked when the window manager closes the window. */
  guardClose: boolean;
  /** `alert`, `confirm` and `prompt` return at once, without being shown. */
  refuseDialogs: boolean;
}

/** What a page reports. Addresses are in Chromium's form. */
export interface PageEvents {
  /** The top frame shows a new document. */
  committed(url: string): void;
  /** The top frame's address changed without a new document. */
  moved(url: string): void;
  domReady(): void;
  loaded(): void;
  crashed(): void;
  message(message: FromPage, reply: (...message: ToPage) => void): void;
  windowOpen(details: { url: string; frameName: string; features: string }): void;
  /** @returns whether the window may close */
  closeAsked(): boolean;
  preloadError(error: Error): void;
}

/** Names that nothing else on the page uses. */
const randomName = (): string => `_${randomBytes(16).toString("hex")}`;

/** One Chromium page, seen from the main process: its documents, its preload, its messages. */
export class Page {
  readonly target: PageTarget;
  readonly #browser: CdpSession;
  readonly #session: CdpSession;
  readonly #options: PageOptions;
  readonly #events: PageEvents;
  readonly #key = randomName();
  readonly #binding = randomName();
  readonly #inbox = randomName();
  /** The preload's world in the current document. */
  #world: { id: number; uniqueId: string } | undefined;
  /** Whether a navigation of the top frame has begun and has no outcome yet. */
  #isNavigating = false;

  constructor(target: PageTarget, browser: CdpSession, options: PageOptions, events: PageEvents) {
    this.target = target;
    this.#browser = browser;
    this.#session = target.session;
    this.#options = options;
    this.#events = events;
  }

  get session(): CdpSession {
    return this.#session;
  }

  /** Prepares everything that must exist before the app's first document. */
  async prepare(): Promise<void> {
    this.#watchDocuments();
    this.#watchWorlds();
    this.#watchDialogs();
    const page = this.#session;
    page.on("Inspector.targetCrashed", () => this.#events.crashed());
    page.on("Page.windowOpen", ({ url, windowName, windowFeatures }) => {
      this.#events.windowOpen({ url, frameName: windowName, features: windowFeatures.join(",") });
    });
    await Promise.all([
      page.send("Page.enable"),
      page.send("Runtime.enable"),
      page.send("Inspector.enable"),
      page.send("Log.enable"),
      page.send("Network.enable"),
      page.send("Network.setBypassServiceWorker", { bypass: true }),
      page.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] }),
      page.send("Runtime.addBinding", { name: this.#binding, executionContextName: preloadWorld }),
      page.send("Page.addScriptToEvaluateOnNewDocument", { source: mainWorldSource(this.#key) }),
      page.send("Page.addScriptToEvaluateOnNewDocument", { source: this.#preloadSource(), worldName: preloadWorld }),
    ]);
  }

  /** Closes the page without asking it. */
  async close(): Promise<void> {
    const { targetId } = this.target;
    const closing = this.#browser.send("Target.closeTarget", { targetId }).catch((cause: unknown) => {
      // It may have closed in the same moment.
      if (!(cause instanceof PipeClosed) && !(cause instanceof CommandFailed)) throw cause;
    });
    await Promise.all([closing, this.target.closed]);
  }

  /** Called by the request handler when a navigation was decided, so that a later close is not mistaken for it. */
  navigationDecided(): void {
    this.#isNavigating = false;
  }

  /** Sends to the current document's preload; without one, the message is dropped, as in Electron. */
  deliver(...message: ToPage): void {
    if (this.#world !== undefined) this.#deliverTo(this.#world.uniqueId, message);
  }

  #deliverTo(uniqueContextId: string, message: ToPage): void {
    const text = codec.encode(message);
    this.#session
      .send("Runtime.callFunctionOn", {
        functionDeclaration: `function(text){globalThis[${JSON.stringify(this.#inbox)}](text)}`,
        uniqueContextId,
        arguments: [{ value: text }],
        returnByValue: true,
        silent: true,
      })
      .catch((cause: unknown) => {
        // The receiving document no longer exists.
        if (!(cause instanceof PipeClosed) && !(cause instanceof CommandFailed)) throw cause;
      });
  }

  /** @throws Error with the page's own message when the code throws */
  async evaluate(expression: string, userGesture = false): Promise<unknown> {
    const { result, exceptionDetails } = await this.#session.send("Runtime.evaluate", {
      expression,
      userGesture,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails === undefined) return result.value as unknown;
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  #preloadSource(): string {
    const { preload, chromium, guardClose } = this.#options;
    const facts = { platform: process.platform, arch: process.arch, chromium, inbox: this.#inbox, guardClose };
    return preloadWorldSource(
      this.#key,
      this.#binding,
      facts,
      preload === undefined ? null : this.#readPreload(preload),
    );
  }

  /** A preload that does not even parse must not break the host's own script. */
  #readPreload(file: string): string | null {
    const source = readFileSync(file, "utf8");
    try {
      // Compiled but not run, only to see whether it compiles.
      void new Script(`(${preloadFunction(source)})`, { filename: file });
      return source;
    } catch (cause) {
      this.#events.preloadError(cause instanceof Error ? cause : new Error(String(cause)));
      return null;
    }
  }

  #isTop(frameId: string | undefined): boolean {
    return frameId === this.target.targetId;
  }

  #watchDocuments(): void {
    const page = this.#session;
    page.on("Page.frameRequestedNavigation", ({ frameId, disposition }) => {
      if (this.#isTop(frameId) && disposition === "currentTab") this.#isNavigating = true;
    });
    page.on("Page.frameStartedNavigating", ({ frameId, navigationType }) => {
      const isSame = navigationType === "sameDocument" || navigationType === "historySameDocument";
      if (this.#isTop(frameId) && !isSame) this.#isNavigating = true;
    });
    page.on("Page.frameNavigated", ({ frame }) => {
      if (!this.#isTop(frame.id)) return;
      this.#isNavigating = false;
      this.#world = undefined;
      this.#events.committed(`${frame.url}${frame.urlFragment ?? ""}`);
    });
    page.on("Page.navigatedWithinDocument", ({ frameId, url }) => {
      if (this.#isTop(frameId)) this.#events.moved(url);
    });
    page.on("Page.domContentEventFired", () => this.#events.domReady());
    page.on("Page.loadEventFired", () => this.#loaded());
  }

  #loaded(): void {
    this.#events.loaded();
    if (!this.#options.guardClose) return;
    // Chromium asks about a close only on a page that the person has used.
    this.evaluate("0", true).catch((cause: unknown) => {
      if (!(cause instanceof PipeClosed)) warn(`the page cannot ask before closing: ${messageOf(cause)}`);
    });
  }

  #watchWorlds(): void {
    const page = this.#session;
    page.on("Runtime.executionContextCreated", ({ context }) => {
      const { frameId } = context.auxData as { frameId?: string };
      if (context.name === preloadWorld && this.#isTop(frameId)) this.#world = context;
    });
    page.on("Runtime.executionContextDestroyed", ({ executionContextUniqueId }) => {
      if (this.#world?.uniqueId === executionContextUniqueId) this.#world = undefined;
    });
    page.on("Runtime.executionContextsCleared", () => {
      this.#world = undefined;
    });
    page.on("Runtime.bindingCalled", ({ name, payload, executionContextId }) => {
      // Only the current document's preload is listened to.
      if (name !== this.#binding || executionContextId !== this.#world?.id) return;
      const { uniqueId } = this.#world;
      this.#receive(codec.decode(payload) as FromPage, (...reply) => this.#deliverTo(uniqueId, reply));
    });
  }

  #receive(message: FromPage, reply: (...message: ToPage) => void): void {
    const [kind, , name, [details]] = message;
    if (kind === "notice" && name === "preload-error") this.#events.preloadError(details as Error);
    else if (kind === "notice" && name === "open") {
      this.#events.windowOpen(details as Parameters<PageEvents["windowOpen"]>[0]);
    } else this.#events.message(message, reply);
  }

  #watchDialogs(): void {
    this.#session.on("Page.javascriptDialogOpening", ({ type }) => {
      const accept = type === "beforeunload" ? this.#isNavigating || this.#events.closeAsked() : false;
      if (type !== "beforeunload" && !this.#options.refuseDialogs) return;
      this.#session.send("Page.handleJavaScriptDialog", { accept }).catch((cause: unknown) => {
        // A test driver on the same page may have been faster.
        if (!(cause instanceof PipeClosed) && !(cause instanceof CommandFailed)) throw cause;
      });
    });
  }
}
