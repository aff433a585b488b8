import { lstatSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import type { FileAccess, SessionHolder } from "#main/base/ports.ts";

/** The window's session token: in this process's memory, never in the page, gone with the process. */
export function memorySession(): SessionHolder {
  let held: string | null = null;
  return {
    outlivesProcess: false,
    get: () => held,
    set(token) {
      held = token;
    },
  };
}

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR");

function realPath(file: string): string | null {
  try {
    return realpathSync.native(file);
  } catch (cause) {
    if (isMissing(cause)) return null;
    throw cause;
  }
}

/**
 * The one name of a file: its real path, or its folder's if it does not exist yet. So a link that appears after the
 * dialog does not lead anywhere else.
 *
 * @returns null for a relative path, one whose folder does not exist, and a link that leads nowhere
 */
function canonical(file: string): string | null {
  if (!path.isAbsolute(file) || file.includes("\0")) return null;
  const itself = realPath(file);
  if (itself !== null) return itself;
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return null;
  const folder = realPath(path.dirname(file));
  return folder === null ? null : path.join(folder, path.basename(file));
}

const isFolder = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;

/** Allows exactly the files that a dialog of this run returned, and those directly in a folder that it returned. */
export function dialogGrants(): FileAccess {
  const granted = new Set<string>();
  const folders = new Set<string>();
  return {
    grant(file) {
      const name = canonical(file);
      if (name === null) return;
      granted.add(name);
      if (isFolder(name)) folders.add(name);
    },
    allows(file) {
      const name = canonical(file);
      return name !== null && (granted.has(name) || folders.has(path.dirname(name)));
    },
  };
}
