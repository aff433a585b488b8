import { once } from "node:events";
import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dataFolder, processesWith, start, type Started, withoutDisplay } from "./support.ts";

let data: string;
let app: Started;

beforeEach(() => {
  data = dataFolder();
  const env = { ...withoutDisplay(), NODE_OPTIONS: "--inspect=0" };
  app = start(data, ["--remote-debugging-port=0"], env);
});
afterEach(async () => {
  app.process.kill("SIGKILL");
  await app.ended;
  await vi.waitFor(() => {
    if (processesWith(data).length > 0) throw new Error("Chromium outlived the app");
  });
  rmSync(data, { recursive: true, force: true });
});

/** What a line of standard error names, once it is there. */
const heard = (line: RegExp): Promise<string> =>
  vi.waitFor(
    () => {
      const found = line.exec(app.errors())?.[1];
      if (found === undefined) throw new Error(`not heard: ${String(line)}`);
      return found;
    },
    { timeout: 20_000 },
  );

/** Runs an expression in the main process, as a driver does. */
async function evaluate(inspector: string, expression: string): Promise<unknown> {
  // Node's inspector speaks nothing else.
  // oxlint-disable-next-line no-restricted-globals
  const socket = new WebSocket(inspector);
  await once(socket, "open");
  const answer = once(socket, "message") as Promise<[MessageEvent<string>]>;
  const params = { expression, includeCommandLineAPI: true, returnByValue: true };
  socket.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params }));
  const [{ data: message }] = await answer;
  socket.close();
  return (JSON.parse(message) as { result: { result: { value?: unknown } } }).result.result.value;
}

test("a driver finds the blank page, and the app begins when the driver says so", async () => {
  const inspector = await heard(/^Debugger listening on (ws:\S+)$/mu);
  const chromium = await heard(/^DevTools listening on ws:\/\/([^/]+)/mu);
  const pages: unknown = await (await fetch(`http://${chromium}/json/list`)).json();
  const blank = expect.stringMatching(/^data:text\/html,/u) as string;
  expect(pages).toEqual([expect.objectContaining({ type: "page", url: blank })]);
  expect(await evaluate(inspector, "require('electron').app.isReady()")).toBe(false);

  for (const name of ["internal/deps/undici/undici", "perf_hooks"]) {
    // A driver that interrupts the loading of one of these leaves it broken.
    expect(await evaluate(inspector, `process.moduleLoadList.includes("NativeModule ${name}")`), name).toBe(true);
  }

  await evaluate(inspector, "__playwright_run()");
  expect(await app.said("loaded")).toEqual({ name: "loaded", url: "app://fixture/page.html" });
  expect(await evaluate(inspector, "require('electron').app.isReady()")).toBe(true);
});
