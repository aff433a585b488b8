import { statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { holdStore } from "#main/store/sqlite/lock.ts";
import { type Child, startChild } from "../../../support/processes.ts";
import { sampleFolder } from "../../../support/sample-store.ts";

const script = new URL("lock.child.ts", import.meta.url);
let dataDir: string;
let remove: () => void;
let children: Child[];

beforeEach(() => {
  const made = sampleFolder("lock");
  dataDir = join(made.folder, "data");
  remove = made.remove;
  children = [];
});
afterEach(async () => {
  for (const child of children) child.process.kill("SIGKILL");
  await Promise.all(children.map(({ ended }) => ended));
  remove();
});

/** A process that is told what to do; each answer is awaited by its own words. */
function newProcess(): (command: string) => Promise<string> {
  const child = startChild(script, [dataDir]);
  children.push(child);
  const counts = new Map<string, number>();
  return async (command) => {
    const nth = (counts.get(command) ?? 0) + 1;
    counts.set(command, nth);
    child.say(command);
    const answer = await child.line((line) => line.startsWith(`${command}: `), nth);
    return answer?.slice(command.length + 2) ?? "the process ended";
  };
}

test("the first process has the folder alone, the next ones share it", async () => {
  const [first, second] = [newProcess(), newProcess()];
  expect(await first("hold")).toBe("exclusive");
  expect(await first("downgrade")).toBe("shared");
  expect(await second("hold")).toBe("shared");
  expect(await first("upgrade")).toBe("STORE_IN_USE");
  expect(await second("upgrade")).toBe("STORE_IN_USE");
  await second("release");
  expect(await first("upgrade")).toBe("exclusive");
  expect(await first("downgrade")).toBe("shared");
  if (process.platform !== "win32") {
    expect(statSync(join(dataDir, "lock.db")).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  }
});

test("who keeps the folder for itself keeps others out", async () => {
  const [first, second] = [newProcess(), newProcess()];
  expect(await first("hold")).toBe("exclusive");
  expect(await second("hold")).toBe("STORE_IN_USE");
});

test("a process that comes while another one starts waits for it", async () => {
  const first = await holdStore(dataDir);
  expect(first.exclusive).toBe(true);
  const coming = holdStore(dataDir);
  await first.downgrade();
  const second = await coming;
  expect(second.exclusive).toBe(false);
  first.release();
  second.release();
});

test("a killed process leaves no lock, shared or exclusive", async () => {
  for (const commands of [["hold"], ["hold", "downgrade"]]) {
    const holder = newProcess();
    for (const command of commands) await holder(command);
    const child = children.at(-1);
    child?.process.kill("SIGKILL");
    expect(await child?.ended).toBe("SIGKILL");
    const next = await holdStore(dataDir);
    expect(next.exclusive).toBe(true);
    next.release();
  }
});
