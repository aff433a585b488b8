import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { ElectronApplication } from "@playwright/test";
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
