import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the test files of the window ask for their browser and their page (`/stage`). */
    stage: string;
  }
}

/** Before the first test file of a run and after the last. */
export default async function openStage(project: TestProject): Promise<() => Promise<void>> {
  // The test runner's "test" would take the development build of React: other code, and half as fast.
  const child = fork(path.join(import.meta.dirname, "stage.child.ts"), {
    env: { ...process.env, NODE_ENV: "production" },
  });
  const [origin] = (await once(child, "message")) as [string];
  project.provide("stage", origin);
  return async () => {
    const ended = once(child, "exit");
    child.disconnect();
    await ended;
  };
}
