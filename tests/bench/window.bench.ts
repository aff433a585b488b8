import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "@playwright/test";
import { PreparedStores } from "../e2e/support/prepared.ts";
import { environment, launch, root, runtime } from "../e2e/support/runtime.ts";
import type { Area } from "./support.ts";

/** The window as it comes up with nothing in it, by the same launcher. */
function launchEmpty(dataDir: string): Promise<ElectronApplication> {
  const folder = join(root, "tests/bench/empty-window");
  const command =
    runtime === "electron"
      ? { args: [folder] }
      : { executablePath: join(root, "src/chromium-host/electron-shim"), args: [join(folder, "main.mjs")] };
  return _electron.launch({
    ...command,
    args: [...command.args, `--user-data-dir=${dataDir}`],
    env: environment(false),
  });
}

/** Looked for in each frame: a locator's own waiting looks again after 100 ms, which is longer than what is measured. */
const isThere = (page: Page, selector: string): Promise<unknown> =>
  page.waitForFunction((sought) => document.querySelector(sought)?.checkVisibility() ?? false, selector, {
    polling: "raf",
  });

/** @returns milliseconds from the start of the process until the page can be used */
async function untilUsable(start: () => Promise<ElectronApplication>, selector: string): Promise<number> {
  const begun = performance.now();
  const app = await start();
  await isThere(await app.firstWindow(), selector);
  const elapsed = performance.now() - begun;
  await app.close();
  return elapsed;
}

export async function area(): Promise<Area> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  const stores = new PreparedStores();
  let starts = 0;
  const freshData = (): string => {
    starts += 1;
    const dataDir = join(folder, `data-${starts}`);
    stores.copyTo(dataDir, false);
    return dataDir;
  };
  return {
    figures: [
      {
        name: `cold start to the sign-in window (${runtime}) / an empty window`,
        ours: () => {
          const dataDir = freshData();
          return untilUsable(() => launch(dataDir, [], { keychain: false }), "input");
        },
        baseline: () => untilUsable(() => launchEmpty(join(folder, `empty-${(starts += 1)}`)), "button"),
        limit: 1.25,
        unit: "ms",
        rounds: 7,
        warmup: 2,
      },
    ],
    close: () => {
      stores.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
