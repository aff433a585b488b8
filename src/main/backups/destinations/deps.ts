import type { Job, JobRunner } from "../../jobs/job.ts";
import type { Outgoing, StoredFile } from "./destination.ts";
import type { Place } from "./place.ts";

/** What this room does in worker threads, and who runs it. */
export type DestinationJobs = JobRunner<{
  "destination.probe": Job<Place, void>;
  "destination.list": Job<Place, StoredFile[]>;
  "destination.send": Job<Place & { outgoing: Outgoing }, void>;
  "destination.fetch": Job<Place & { name: string; target: string }, void>;
  "destination.remove": Job<Place & { name: string }, void>;
}>;
