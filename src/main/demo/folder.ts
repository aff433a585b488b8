import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const prefix = "countersign-demo-";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // EPERM: it is running, under another account.
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** The folder of temporary files is shared with other people on some systems. */
const isOwn = (folder: string): boolean => process.getuid === undefined || lstatSync(folder).uid === process.getuid();

/** Removes what killed demos have left. */
function sweep(parent: string): void {
  for (const entry of readdirSync(parent, { withFileTypes: true })) {
    const pid = Number(/^countersign-demo-(\d+)-/u.exec(entry.name)?.[1] ?? Number.NaN);
    if (!entry.isDirectory() || Number.isNaN(pid) || isAlive(pid)) continue;
    const folder = path.join(parent, entry.name);
    if (isOwn(folder)) remove(folder);
  }
}

export interface DemoFolder {
  readonly path: string;
  remove(): void;
}

/** A throw-away data folder of this process (mode 0700), removed at its end. */
export function createDemoFolder(parent: string = tmpdir()): DemoFolder {
  sweep(parent);
  const folder = mkdtempSync(path.join(parent, `${prefix}${process.pid}-`));
  return { path: folder, remove: () => remove(folder) };
}
