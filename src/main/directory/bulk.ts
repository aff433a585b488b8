import type { BulkReport } from "#shared/contract/directory.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import type { HandlersOf } from "../call/handlers.ts";
import type { JobRunner } from "../jobs/job.ts";
import type { runBulk } from "./bulk-job.ts";

/** The jobs of this room, by their names in the worker. */
export interface BulkJobs {
  "users.bulk": typeof runBulk;
  "users.bulkPreview": typeof runBulk;
}

/** Bulk actions run in a separate thread. */
export function bulkHandlers(jobs: Pick<JobRunner<BulkJobs>, "run">): HandlersOf<"bulk"> {
  const inputOf = (context: Context, input: ParsedInputOf<"bulk.run">, preview: boolean) => {
    const { store, keys } = opened(context);
    return {
      ...input,
      store: store.address,
      dataKey: keys.exportDataKey(),
      actor: actorOf(context),
      at: context.now,
      preview,
    };
  };
  const run = (context: Context, input: ParsedInputOf<"bulk.run">): Promise<BulkReport> =>
    jobs.run("users.bulk", inputOf(context, input, false), context.call);
  const preview = (context: Context, input: ParsedInputOf<"bulk.run">): Promise<BulkReport> =>
    jobs.run("users.bulkPreview", inputOf(context, input, true), context.call);
  return { run, preview };
}
