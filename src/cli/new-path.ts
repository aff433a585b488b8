import { resolve } from "node:path";
import type { Context } from "./context.ts";
import { loadTerminal } from "./terminal.ts";

/**
 * Where a command will write what it was asked for.
 *
 * @param given as on the command line: of a file or a folder that need not exist
 * @returns absolute
 * @throws AppError IN_DATA_FOLDER
 */
export async function newPath({ io, dataDir }: Context, given: string): Promise<string> {
  const path = resolve(io.cwd, given);
  const { requireOutside } = await loadTerminal();
  await requireOutside(dataDir, path);
  return path;
}
