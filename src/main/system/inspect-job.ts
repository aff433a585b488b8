import { type InspectionDepth, inspectStore, type StoreInspection } from "../store/inspect.ts";

/** Examines a store in a worker, on a separate connection: a large one takes seconds. */
export const inspectStoreJob = (input: {
  dataDir: string;
  depth: InspectionDepth;
  now: number;
}): Promise<StoreInspection> => Promise.resolve(inspectStore(input.dataDir, input.depth, input.now));
