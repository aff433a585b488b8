import { parentPort } from "node:worker_threads";
import { serve } from "./jobs/host.ts";
import { jobs } from "./worker-jobs.ts";

if (!parentPort) throw new Error("This file runs as a worker thread.");
serve(parentPort, jobs);
