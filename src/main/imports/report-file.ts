import { resolve } from "node:path";
import { AppError } from "#shared/errors.ts";
import type { Context } from "../call/context.ts";
import { checkTarget, publish } from "../files/durable.ts";
import { requireGranted } from "../files/grants.ts";
import { withPartial, withWorkspace } from "../files/workspace.ts";

/**
 * Works with a new file that becomes the report if one is asked for: also if the rows are refused, since the report says
 * which.
 *
 * @throws AppError IN_DATA_FOLDER, PERMISSION_DENIED, FILE_NOT_FOUND (the folder), and what `work` throws
 */
export async function withReport<T>(
  context: Context,
  asked: string | undefined,
  work: (report: string | null) => Promise<T>,
): Promise<T> {
  if (asked === undefined) return work(null);
  requireGranted(context, asked);
  const report = resolve(asked);
  await checkTarget(report, true);
  return withWorkspace(context.options.dataDir, (workspace) =>
    withPartial(workspace, report, async (partial) => {
      try {
        const result = await work(partial);
        await publish(partial, report, true);
        return result;
      } catch (thrown) {
        if (thrown instanceof AppError && thrown.code === "IMPORT_REFUSED") await publish(partial, report, true);
        throw thrown;
      }
    }),
  );
}
