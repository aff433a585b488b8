import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type Fault, seeded } from "./fault.ts";

/** Made by tools, or of no use to a test. */
const left = new Set([".git", ".cache", "node_modules", "out", "dist", "test-results", "docs/screenshots"]);

/** A copy of the tree, in which faults do no harm. */
export interface Copy {
  folder: string;
  /** Does the work while the module has its fault. */
  with<T>(fault: Fault, work: () => Promise<T>): Promise<T>;
  remove(): void;
}

export function copyOf(root: string): Copy {
  const folder = mkdtempSync(join(tmpdir(), "faults-"));
  cpSync(root, folder, {
    recursive: true,
    filter: (source) => !left.has(relative(root, source).replaceAll("\\", "/")),
  });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return {
    folder,
    async with(fault, work) {
      const file = join(folder, fault.file);
      const source = readFileSync(file, "utf8");
      writeFileSync(file, seeded(source, fault));
      try {
        return await work();
      } finally {
        writeFileSync(file, source);
      }
    },
    // Programs that a test left behind may still be writing.
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  };
}
