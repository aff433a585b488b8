import type { Page } from "@playwright/test";
import { button, field, heading, submitSignIn } from "../../e2e/support/acts.ts";
import { Phone } from "../../e2e/support/phone.ts";
import { launch, runtime } from "../../e2e/support/runtime.ts";
import { benchOwner } from "../console.ts";
import type { Area } from "../support.ts";
import { directorySize } from "./search.ts";

/** From the window's first screen to the list of people. */
async function openList(page: Page, phone: Phone): Promise<void> {
  await button(page, "Unlock and sign in").click();
  await field(page, "Passphrase").fill(benchOwner.password);
  await submitSignIn(page, { ...benchOwner, code: phone.next() });
  await heading(page, "People").waitFor();
  await page
    .getByRole("status")
    .filter({ hasText: directorySize.toLocaleString("en") })
    .waitFor();
}

/** In the page: scrolls the list by so many pixels a frame, for so many frames. */
async function scroll(page: Page, pixels: number, frames: number): Promise<void> {
  await page.evaluate(
    async ([step, count]) => {
      const list = document.querySelector('[role="table"][aria-label="People"] [role="presentation"]');
      for (let frame = 0; frame < count; frame += 1) {
        list?.scrollBy(0, step);
        await new Promise(requestAnimationFrame);
      }
    },
    [pixels, frames] as const,
  );
}

/** Makes the page keep the length of each of its tasks of 50 ms and more. */
const watchTasks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { longTasks: tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
  });

const longestTask = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, ...(globalThis as unknown as { longTasks: number[] }).longTasks));

/**
 * Goes through the whole list in a window: from letter to letter, down and up from each, to its end and
 * back to its beginning.
 */
async function goThrough(dataDir: string, phone: Phone): Promise<number> {
  const app = await launch(dataDir, [], { keychain: false });
  try {
    const page = await app.firstWindow();
    await openList(page, phone);
    await watchTasks(page);
    await scroll(page, 400, 300);
    const rail = page.getByRole("group", { name: "Jump to a letter" });
    for (const letter of "BEHJKLMOPRSTUVWZ") {
      await rail.getByRole("button", { name: letter, exact: true }).click();
      await scroll(page, 300, 60);
      await scroll(page, -300, 40);
    }
    const list = page.getByRole("table", { name: "People" });
    await list.getByRole("link").first().focus();
    for (const key of ["End", "PageUp", "PageUp", "Home", "PageDown"]) await page.keyboard.press(key);
    return await longestTask(page);
  } finally {
    await app.close();
  }
}

/** @param uri of the owner's authenticator. @param dataDir of a console that is closed */
export function scrollFigures(dataDir: string, uri: string): Area["figures"] {
  const phone = new Phone(uri);
  return [
    {
      name: `longest task over 50 ms in the page, 1,000,000 scrolled (${runtime})`,
      ours: () => goThrough(dataDir, phone),
      limit: 50,
      unit: "ms",
      rounds: 1,
      warmup: 0,
    },
  ];
}
