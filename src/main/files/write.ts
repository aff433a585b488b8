import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { withPartial, withWorkspace } from "./workspace.ts";
import { publish } from "./durable.ts";

/**
 * Writes a whole file with mode 0600, or leaves what was there: a temporary file beside it, synced, then renamed. What
 * a killed process or a power failure leaves of it is removed at the next start.
 *
 * @throws AppError DISK_FULL, PERMISSION_DENIED, FILE_NOT_FOUND (the folder), IO_ERROR
 */
export function writePrivateFile(dataDir: string, file: string, content: Uint8Array): Promise<void> {
  const target = resolve(file);
  return withWorkspace(dataDir, (workspace) =>
    withPartial(workspace, target, async (partial) => {
      const handle = await open(partial, "wx", 0o600);
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await publish(partial, target, true);
    }),
  );
}
