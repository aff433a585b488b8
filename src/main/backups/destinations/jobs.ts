import type { JobContext } from "../../jobs/job.ts";
import type { Destination, Outgoing, StoredFile } from "./destination.ts";
import { openDestination } from "./open.ts";
import type { Place } from "./place.ts";

const opened = ({ settings, marker, keys }: Place): Promise<Destination> => openDestination(settings, { marker, keys });

/** Sends a finished file; progress in bytes. @throws AppError as `Destination.send` */
export async function sendFile(input: Place & { outgoing: Outgoing }, context: JobContext): Promise<void> {
  await (await opened(input)).send(input.outgoing, context);
}

/** Downloads a file to a new one at `target`; progress in bytes. @throws AppError as `Destination.fetch` */
export async function fetchFile(input: Place & { name: string; target: string }, context: JobContext): Promise<void> {
  await (await opened(input)).fetch(input.name, input.target, context);
}

/** @throws AppError as `Destination.list` */
export async function listFiles(input: Place, context: JobContext): Promise<StoredFile[]> {
  return (await opened(input)).list(context);
}

/** @throws AppError as `Destination.remove` */
export async function removeFile(input: Place & { name: string }, context: JobContext): Promise<void> {
  await (await opened(input)).remove(input.name, context);
}

/** @throws AppError as `Destination.probe` */
export async function probeDestination(input: Place, context: JobContext): Promise<void> {
  await (await opened(input)).probe(context);
}
