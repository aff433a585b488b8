import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import react from "@vitejs/plugin-react";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { contentSecurityPolicy, createNonce, noncePlaceholder } from "#main/window/csp.ts";
import type { Call, ConsoleEvent, PreloadApi } from "#shared/contract/transport.ts";
import { findChromium } from "../../../src/chromium-host/browser/executable.ts";
import { FakeConsole, type Scenario } from "./fake/console.ts";

const rendererRoot = path.resolve(import.meta.dirname, "../../../src/renderer");
const origin = "https://console.test";
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

async function serve(context: BrowserContext, folder: string): Promise<void> {
  await context.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = path.join(folder, pathname === "/" ? "index.html" : pathname);
    const nonce = createNonce();
    const body = (await readFile(file)).toString("utf8").replaceAll(noncePlaceholder, nonce);
    await route.fulfill({
      body,
      contentType: types[path.extname(file)] ?? "application/octet-stream",
      headers: { "content-security-policy": contentSecurityPolicy(nonce) },
    });
  });
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

async function openWindow(
  browser: Browser,
  folder: string,
  scenario: Scenario,
  { scheme = "light", width = 1280, height = 800, at = "" }: OpenOptions,
): Promise<OpenedWindow> {
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height },
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "Europe/Stockholm",
  });
  context.setDefaultTimeout(5000);
  const page = await context.newPage();
  const faults: string[] = [];
  const fake = new FakeConsole(scenario, (event) => {
    page
      .evaluate((told) => (window as unknown as Bridge).fakeEmit(told), event)
      .catch((error: unknown) => faults.push(String(error)));
  });
  await serve(context, folder);
  await context.exposeFunction("fakeInvoke", (call: Call) => fake.invoke(call));
  await context.exposeFunction("fakeCancel", (callId: string) => fake.cancel(callId));
  await context.addInitScript(installBridge);
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  await page.goto(`${origin}/#${at}`);
  return { page, fake, faults, close: () => context.close() };
}

/** The production build of the window, in a real browser, under the policy that the console sends. */
export async function startRenderer(): Promise<RendererUnderTest> {
  const folder = await mkdtemp(path.join(tmpdir(), "renderer-"));
  await build({
    root: rendererRoot,
    base: "./",
    configFile: false,
    logLevel: "error",
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true },
  });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox"],
  });
  return {
    open: (scenario, options = {}) => openWindow(browser, folder, scenario, options),
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
