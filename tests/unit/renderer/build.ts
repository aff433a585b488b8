import { existsSync } from "node:fs";
import { mkdtemp, rename } from "node:fs/promises";
import path from "node:path";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { inject, vi } from "vitest";

const rendererRoot = path.resolve(import.meta.dirname, "../../../src/renderer");

/**
 * The production build of the window, made once a run. Test files that begin at the same time may both
 * make it; the first that is done leaves its own, whole.
 */
export async function buildRenderer(): Promise<string> {
  const shared = path.join(inject("buildFolder"), "whole");
  if (existsSync(shared)) return shared;
  const outDir = await mkdtemp(path.join(inject("buildFolder"), "part-"));
  // The test runner's "test" would take the development build of React: other code, and half as fast.
  vi.stubEnv("NODE_ENV", "production");
  await build({
    root: rendererRoot,
    base: "./",
    configFile: false,
    logLevel: "error",
    plugins: [react()],
    build: { outDir, emptyOutDir: true },
  });
  try {
    await rename(outDir, shared);
  } catch (error) {
    if (!existsSync(shared)) throw error;
  }
  return shared;
}
