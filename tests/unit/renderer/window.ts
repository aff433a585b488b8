import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { contentSecurityPolicy, createNonce, noncePlaceholder } from "#main/window/csp.ts";
import type { Call, ConsoleEvent, PreloadApi } from "#shared/contract/transport.ts";
import { findChromium } from "../../../src/chromium-host/browser/executable.ts";
import { buildRenderer } from "./build.ts";
import { FakeConsole, type Scenario } from "./fake/console.ts";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

export interface OpenOptions {
  scheme?: "light" | "dark";
  width?: number;
  height?: number;
  /** Where in the console: `/people`. */
  at?: string;
}

export interface OpenedWindow {
  page: Page;
  fake: FakeConsole;
  /** What the page's policy refused and what went wrong in it. */
  faults: string[];
  close: () => Promise<void>;
}

export interface RendererUnderTest {
  open: (scenario: Scenario, options?: OpenOptions) => Promise<OpenedWindow>;
  close: () => Promise<void>;
}

/** Serves the build on the loopback. What never changes may be cached: compiled once, it is not compiled for each window. */
async function serve(folder: string): Promise<{ origin: string; close: () => void }> {
  const answer = async ({ url = "/" }: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Browsers ask for it by themselves.
    if (url === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    const name = url === "/" ? "index.html" : url;
    const content = await readFile(path.join(folder, name));
    response.setHeader("content-type", types[path.extname(name)] ?? "application/octet-stream");
    if (name !== "index.html") {
      response.setHeader("cache-control", "max-age=3600, immutable").end(content);
      return;
    }
    const nonce = createNonce();
    response.setHeader("content-security-policy", contentSecurityPolicy(nonce)).setHeader("cache-control", "no-store");
    response.end(content.toString("utf8").replaceAll(noncePlaceholder, nonce));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(404).end(String(error)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Bridge {
  fakeInvoke: PreloadApi["invoke"];
  fakeCancel: PreloadApi["cancel"];
  fakeEmit: (event: ConsoleEvent) => void;
}

/** Runs in the page: the preload's interface over the bindings to this process. */
function installBridge(): void {
  const bridge = window as unknown as Bridge;
  const listeners = new Set<(event: ConsoleEvent) => void>();
  bridge.fakeEmit = (event) => listeners.forEach((listener) => listener(event));
  const countersign: PreloadApi = {
    invoke: (call) => bridge.fakeInvoke(call),
    cancel: (callId) => bridge.fakeCancel(callId),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  Object.assign(window, { countersign });
}

/** One page for many windows: a new document costs a third of what a new process for one costs. */
interface Stage {
  page: Page;
  context: BrowserContext;
  /** Whom the page's calls go to. */
  audience: { fake: FakeConsole; faults: string[] } | undefined;
}

async function createStage(browser: Browser): Promise<Stage> {
  const context = await browser.newContext({
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "Europe/Stockholm",
  });
  context.setDefaultTimeout(5000);
  const page = await context.newPage();
  const stage: Stage = { page, context, audience: undefined };
  await context.exposeFunction("fakeInvoke", (call: Call) => stage.audience?.fake.invoke(call));
  await context.exposeFunction("fakeCancel", (callId: string) => stage.audience?.fake.cancel(callId));
  await context.addInitScript(installBridge);
  page.on("pageerror", (error) => stage.audience?.faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") stage.audience?.faults.push(message.text());
  });
  return stage;
}

/** Leaves nothing of a window: no document, nothing stored, no emulation. */
async function strike(stage: Stage): Promise<void> {
  const { page } = stage;
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  await page.goto("about:blank");
  stage.audience = undefined;
}

/** Runs in the page: the first view is there. A locator would look for it only every half second. */
function firstHeading(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector("h1, h2, h3") === null) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true });
    look();
  });
}

async function show(
  stage: Stage,
  origin: string,
  scenario: Scenario,
  { scheme = "light", width = 1280, height = 800, at = "" }: OpenOptions,
): Promise<Omit<OpenedWindow, "close">> {
  const { page } = stage;
  const faults: string[] = [];
  const fake = new FakeConsole(scenario, (event) => {
    page
      .evaluate((told) => (window as unknown as Bridge).fakeEmit(told), event)
      .catch((error: unknown) => faults.push(String(error)));
  });
  stage.audience = { fake, faults };
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ media: "screen", colorScheme: scheme });
  await page.goto(`${origin}/#${at}`);
  await page.evaluate(firstHeading);
  return { page, fake, faults };
}

/** The production build of the window, in a real browser, under the policy that the console sends. */
export async function startRenderer(): Promise<RendererUnderTest> {
  const { origin, close } = await serve(await buildRenderer());
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox"],
  });
  let free: Stage | undefined;
  return {
    // A window that a failed test left open keeps its stage.
    open: async (scenario, options = {}) => {
      const stage = free ?? (await createStage(browser));
      free = undefined;
      const opened = await show(stage, origin, scenario, options);
      return {
        ...opened,
        close: async () => {
          await strike(stage);
          free = stage;
        },
      };
    },
    close: async () => {
      await browser.close();
      close();
    },
  };
}
