import { resolve } from "node:path";
import { text } from "#shared/texts/text.ts";
import type { Context } from "./context.ts";
import { loadTerminal } from "./terminal.ts";

/** Warns when what was written is not private. */
export function warnIfExposed({ output }: Context, exposed: boolean): void {
  if (exposed) output.warn(text("cli.exposed"));
}

/**
 * The absolute path that a command will write to.
 *
 * @param given from the command line: a file or folder, which need not exist
 * @throws AppError IN_DATA_FOLDER
 */
export async function newPath({ io, dataDir }: Context, given: string): Promise<string> {
  const path = resolve(io.cwd, given);
  const { requireOutside } = await loadTerminal();
  await requireOutside(dataDir, path);
  return path;
}
