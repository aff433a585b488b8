import { open, rm, stat } from "node:fs/promises";
import type { Context } from "./context.ts";
import { newPath } from "./new-path.ts";

/**
 * Creates a new file (mode 0600) before the console writes to it: an existing file is never replaced, and a refusal
 * comes before any work. If nothing is written, the file is removed.
 *
 * @param work gets the file's absolute path
 */
export async function withClaimedFile<Result>(
  context: Context,
  file: string,
  work: (path: string) => Promise<Result>,
): Promise<Result> {
  const path = await newPath(context, file);
  await (await open(path, "wx", 0o600)).close();
  try {
    return await work(path);
  } catch (error) {
    if ((await stat(path)).size === 0) await rm(path, { force: true });
    throw error;
  }
}
