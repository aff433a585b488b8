import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { ElectronApplication } from "@playwright/test";
import type { PreloadApi } from "../../src/shared/contract/transport.ts";
import { expect, launch, test } from "./fixtures.ts";

/** Starts the same program again with the same arguments, less those of the test's own debugger. */
async function startAgain(app: ElectronApplication): Promise<{ code: number | null; stderr: string }> {
  const [, ...args] = app.process().spawnargs;
  const own = args.filter((arg) => !/^--(inspect|remote-debugging)/u.test(arg));
  const second = spawn(app.process().spawnfile, own, { stdio: ["ignore", "ignore", "pipe"] });
  const stderr = text(second.stderr);
  const [code] = (await once(second, "exit")) as [number | null];
  return { code, stderr: await stderr };
}

test("a second start focuses the first window and ends with its own code", async ({ app, page }) => {
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
  await expect(page.locator("body")).toBeVisible();
});

test("a demo has its own folder, which is gone after its end", async ({ dataDir }) => {
  const app = await launch(dataDir, ["--demo"]);
  const page = await app.firstWindow();
  await expect(page.getByText("Everyone here is invented.")).toBeVisible({ timeout: 60_000 });
  const folder = await app.evaluate(({ app: main }) => main.getPath("userData"));
  expect(folder).toContain("countersign-demo-");
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  await app.close();
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(dataDir)).toBe(false);
});

test("the session is locked when the computer sleeps", async ({ signedIn: page, app }) => {
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit("suspend"));
  await expect(page.getByLabel("Password")).toBeVisible();
  const reply = await page.evaluate(() => {
    const { countersign } = globalThis as unknown as { countersign: PreloadApi };
    return countersign.invoke({ callId: "1", procedure: "users.list", input: {} });
  });
  expect(reply).toMatchObject({ ok: false, error: { code: "SESSION_LOCKED" } });
});
