import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the first test file that needs the window's build leaves it for the others of this run. */
    buildFolder: string;
  }
}

/** Before the first test file of a run and after the last. */
export default async function prepareBuildFolder(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "renderer-"));
  project.provide("buildFolder", folder);
  return () => rm(folder, { recursive: true, force: true });
}
