import type { ArchiveJobs } from "../archive/deps.ts";
import type { DestinationJobs } from "../destinations/deps.ts";

/** What this room has done in worker threads, and who runs it. */
export type PlanJobs = ArchiveJobs & DestinationJobs;
