import type Protocol from "devtools-protocol";
import type { CdpConnection, CdpSession } from "../cdp/connection.ts";
import { messageOf, warn } from "../log.ts";

/** A page in Chromium that belongs to one of the app's windows. */
export interface PageTarget {
  readonly targetId: string;
  readonly session: CdpSession;
  /** Resolves when the page no longer exists: it was closed, or lost together with Chromium. */
  readonly closed: Promise<"closed" | "lost">;
}

interface Expected {
  token: string;
  readonly resolve: (target: PageTarget) => void;
}

type TargetInfo = Protocol.Target.TargetInfo;

/**
 * Knows which pages are the app's windows: those that were requested, recognised by a token in their first address. Any
 * other page (a link with target=_blank, a key that opens a browser window) is closed.
 */
export class PageTargets {
  readonly #connection: CdpConnection;
  readonly #expected: Expected[] = [];
  readonly #owned = new Map<string, (how: "closed" | "lost") => void>();
  readonly #undecided = new Map<string, CdpSession>();

  constructor(connection: CdpConnection) {
    this.#connection = connection;
  }

  /** How many pages were open at the last report from Chromium. */
  get open(): number {
    return this.#owned.size;
  }

  /** @returns the page whose address will contain `token` */
  expect(token: string): Promise<PageTarget> {
    return new Promise((resolve) => this.#expected.push({ token, resolve }));
  }

  async watch(): Promise<void> {
    const { browser } = this.#connection;
    browser.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => this.#attached(sessionId, targetInfo));
    browser.on("Target.detachedFromTarget", ({ sessionId }) => this.#detached(sessionId));
    browser.on("Target.targetInfoChanged", ({ targetInfo }) => this.#decide(targetInfo));
    this.#connection.closed.then(() => this.#allGone()).catch(() => undefined);
    const filter = [{ type: "page" }];
    await browser.send("Target.setDiscoverTargets", { discover: true, filter });
    await browser.send("Target.setAutoAttach", {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: true,
      filter,
    });
  }

  #attached(sessionId: string, info: TargetInfo): void {
    this.#undecided.set(info.targetId, this.#connection.session(sessionId));
    this.#decide(info);
  }

  #decide(info: TargetInfo): void {
    const session = this.#undecided.get(info.targetId);
    if (session === undefined) return;
    const index = this.#expected.findIndex(({ token }) => info.url.includes(token));
    if (index !== -1) return this.#claim(info, session, index);
    // A requested window is blank for a moment before it has its address.
    const isBlank = info.url === "" || info.url === "about:blank";
    if (isBlank && this.#expected.length > 0 && info.openerId === undefined) return;
    this.#undecided.delete(info.targetId);
    this.#connection.browser
      .send("Target.closeTarget", { targetId: info.targetId })
      .catch((cause: unknown) => warn(`an unexpected page could not be closed: ${messageOf(cause)}`));
  }

  #claim(info: TargetInfo, session: CdpSession, index: number): void {
    this.#undecided.delete(info.targetId);
    const [expected] = this.#expected.splice(index, 1);
    const { promise: closed, resolve } = Promise.withResolvers<"closed" | "lost">();
    this.#owned.set(session.id ?? "", resolve);
    expected?.resolve({ targetId: info.targetId, session, closed });
  }

  #detached(sessionId: string): void {
    this.#connection.forget(sessionId);
    this.#owned.get(sessionId)?.("closed");
    this.#owned.delete(sessionId);
  }

  #allGone(): void {
    for (const resolve of this.#owned.values()) resolve("lost");
  }
}
