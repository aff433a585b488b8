import { closeSync, fsyncSync, openSync } from "node:fs";

/**
 * Makes a file's content, or the names in a folder, durable. Windows does this for names itself and cannot open a
 * folder.
 */
export function syncPath(path: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
