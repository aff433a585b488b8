import type { InspectionDepth, StoreInspection } from "../store/inspect.ts";
import { inspectStore } from "../store/open.ts";

/** Examines a store in a worker, on a separate connection: a large one takes seconds. */
export const inspectStoreJob = (input: {
  dataDir: string;
  depth: InspectionDepth;
  now: number;
}): Promise<StoreInspection> => inspectStore(input.dataDir, input.depth, input.now);
