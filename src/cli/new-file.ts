import { open, rm } from "node:fs/promises";
import type { Context } from "./context.ts";
import { newPath } from "./new-path.ts";

/**
 * Creates a new file (mode 0600) before the work that fills it: an existing file is never overwritten, and a refusal
 * comes before any work. The file is removed if the work fails.
 */
export async function withNewFile<Result>(
  context: Context,
  file: string,
  work: (write: (content: Buffer) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const path = await newPath(context, file);
  const handle = await open(path, "wx", 0o600);
  try {
    return await work((content) => handle.writeFile(content));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}
