import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { inject } from "vitest";
import type { Call, ConsoleEvent, PreloadApi } from "#shared/contract/transport.ts";
import { FakeConsole, type Scenario } from "./fake/console.ts";
import type { Windows } from "./main.ts";
import type { SharedStage } from "./stage.child.ts";

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

/** One document for many windows: a new one costs three times as much as what is shown in it. */
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
  context.setDefaultTimeout(15_000);
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

/** Leaves nothing of a window. */
async function strike(stage: Stage): Promise<void> {
  await stage.page.evaluate(() => (window as unknown as { windows: Windows }).windows.close());
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
  if (page.url() === "about:blank") await page.goto(origin);
  await page.evaluate((place) => (window as unknown as { windows: Windows }).windows.open(place), at);
  await page.evaluate(firstHeading);
  return { page, fake, faults };
}

/** The production build of the window, in a real browser, under the policy that the console sends. */
export async function startRenderer(): Promise<RendererUnderTest> {
  const answer = await fetch(new URL("/stage", inject("stage")));
  if (!answer.ok) throw new Error(await answer.text());
  const shared = (await answer.json()) as SharedStage;
  const browser = await chromium.connect(shared.browser);
  let free: Stage | undefined;
  const stages: Stage[] = [];
  return {
    // A window that a failed test left open keeps its stage.
    open: async (scenario, options = {}) => {
      const stage = free ?? (await createStage(browser));
      if (!free) stages.push(stage);
      free = undefined;
      const opened = await show(stage, shared.origin, scenario, options);
      return {
        ...opened,
        close: async () => {
          await strike(stage);
          free = stage;
        },
      };
    },
    close: async () => {
      await Promise.all(stages.map(({ context }) => context.close()));
      // Of the connection alone: the browser goes on.
      await browser.close();
    },
  };
}
