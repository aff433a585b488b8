import { type MessagePort, parentPort } from "node:worker_threads";
import { serve } from "#main/jobs/host.ts";
import { jobs } from "#main/worker-jobs.ts";

if (!parentPort) throw new Error("This file runs as a worker thread.");
// The port closes when its job has ended; the thread waits for the next one.
parentPort.on("message", (port: MessagePort) => serve(port, jobs));
