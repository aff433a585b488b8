import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { ElectronApplication, Page } from "@playwright/test";
import type { PreloadApi } from "../../src/shared/contract/transport.ts";
import { expect, test } from "./fixtures.ts";

/** Starts the same program again with the same arguments, less those of the test's own debugger. */
async function startAgain(app: ElectronApplication): Promise<{ code: number | null; stderr: string }> {
  const [, ...args] = app.process().spawnargs;
  const own = args.filter((arg) => !/^--(inspect|remote-debugging)/u.test(arg));
  const second = spawn(app.process().spawnfile, own, { stdio: ["ignore", "ignore", "pipe"] });
  const stderr = text(second.stderr);
  const [code] = (await once(second, "exit")) as [number | null];
  return { code, stderr: await stderr };
}

/** A second start focuses the first window and ends with its own code. */
async function focusedBySecond(app: ElectronApplication): Promise<void> {
  const watched = await app.evaluateHandle(({ app: main }) => {
    const next = Promise.withResolvers<void>();
    main.once("second-instance", () => next.resolve());
    return { noticed: next.promise };
  });
  const { code, stderr } = await startAgain(app);
  expect(code).toBe(3);
  expect(
    stderr
      .trim()
      .split("\n")
      .filter((line) => line.startsWith("STORE_IN_USE")),
  ).toHaveLength(1);
  await watched.evaluate(({ noticed }) => noticed);
  expect(app.windows()).toHaveLength(1);
}

/** The session is locked when the computer sleeps. */
async function lockedBySleep(app: ElectronApplication, page: Page): Promise<void> {
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit("suspend"));
  await expect(page.getByLabel("Password")).toBeVisible();
  const reply = await page.evaluate(() => {
    const { countersign } = globalThis as unknown as { countersign: PreloadApi };
    return countersign.invoke({ callId: "1", procedure: "users.list", input: {} });
  });
  expect(reply).toMatchObject({ ok: false, error: { code: "SESSION_LOCKED" } });
}

test("a second start focuses the first window, sleep locks the session, and with nothing running it closes unasked", async ({
  signedIn: page,
  app,
}) => {
  await test.step("a second start", () => focusedBySecond(app));
  await test.step("the computer sleeps", () => lockedBySleep(app, page));
  await test.step("it is closed", async () => {
    // Whoever were asked would stay.
    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
    });
    const closed = app.waitForEvent("close");
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await closed;
  });
});
