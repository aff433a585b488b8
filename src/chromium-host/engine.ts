import { Chromium, type ChromiumOptions } from "./browser/chromium.ts";
import type { PageTarget } from "./browser/targets.ts";
import type { CdpSession } from "./cdp/connection.ts";
import { setChromiumVersion } from "./marker.ts";

type Prepare = (browser: CdpSession) => Promise<void>;

/** The one Chromium of this process, from the moment the app is ready. */
class Engine {
  #chromium: Chromium | undefined;
  #isHeadless = false;
  #isDriven = false;
  readonly #prepare: Prepare[] = [];
  readonly #prepared = new WeakMap<CdpSession, Promise<unknown>>();
  readonly #pages = new Set<PageTarget>();

  get isStarted(): boolean {
    return this.#chromium !== undefined;
  }

  get isHeadless(): boolean {
    return this.#isHeadless;
  }

  /** Whether a test driver controls the pages as well. */
  get isDriven(): boolean {
    return this.#isDriven;
  }

  /** Sessions of the pages that are open. */
  get pages(): CdpSession[] {
    return [...this.#pages].map((page) => page.session);
  }

  /** Runs once for each start of Chromium, before any of the app's pages load. */
  beforePages(prepare: Prepare): void {
    this.#prepare.push(prepare);
  }

  /** @throws what Chromium.start throws */
  async start(options: ChromiumOptions, onGone: (how: string) => void): Promise<void> {
    this.#isHeadless = options.headless;
    this.#isDriven = options.debuggingPort !== undefined;
    this.#chromium = new Chromium(options, onGone);
    const { product } = await this.#chromium.start();
    setChromiumVersion(product);
  }

  async open(title: string): Promise<{ page: PageTarget; browser: CdpSession }> {
    if (this.#chromium === undefined) throw new Error("Cannot create BrowserWindow before app is ready");
    const page = await this.#chromium.open(title);
    const { connection } = await this.#chromium.start();
    this.#pages.add(page);
    page.closed.then(() => this.#pages.delete(page)).catch(() => undefined);
    const { browser } = connection;
    const prepared = this.#prepared.get(browser) ?? Promise.all(this.#prepare.map((prepare) => prepare(browser)));
    this.#prepared.set(browser, prepared);
    await prepared;
    return { page, browser };
  }

  /** A page crashed; its dump must not be kept. */
  forgetCrashes(): void {
    this.#chromium?.forgetCrashes();
  }

  async close(): Promise<void> {
    await this.#chromium?.close();
  }
}

export const engine = new Engine();
