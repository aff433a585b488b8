import { resolve } from "node:path";
import type { Context } from "./context.ts";
import { loadTerminal } from "./terminal.ts";

const others = "Other accounts of this computer can look into this folder. Move what was saved to a private one.";

/** Says so where what was written is not private. */
export function warnIfExposed({ output }: Context, exposed: boolean): void {
  if (exposed) output.warn(others);
}

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
