import { parentPort } from "node:worker_threads";
import { serve } from "#main/jobs/host.ts";
import { rotateDataKey } from "#main/vault/rotate-job.ts";

// The exchange alone: the console's own worker takes several times as long to load.
if (!parentPort) throw new Error("This file runs as a worker thread.");
serve(parentPort, { "vault.rotate": rotateDataKey });
