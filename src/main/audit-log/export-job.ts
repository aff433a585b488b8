import { open } from "node:fs/promises";
import type { AuditForm } from "#shared/contract/audit.ts";
import { eventLine } from "../audit/line.ts";
import { checkCode, sha256, signText } from "../audit/statement.ts";
import { type SigningKey, signingKey } from "../audit/signing-key.ts";
import { type StoreInput, withWorkerStore } from "../call/worker-store.ts";
import { Appender } from "../files/appender.ts";
import { sha256OfFile } from "../files/durable.ts";
import { writeTable } from "../formats/csv/csv-writer.ts";
import type { JobContext } from "../jobs/job.ts";
import { checkpointBefore, checkpointsAfter } from "../store/console/audit-checkpoints.ts";
import { firstSince, readAuditChain } from "../store/console/audit-events.ts";
import { requireConsole } from "../store/console/console.ts";
import type { AuditCheckpointRow } from "../store/migrations/audit-schema.ts";
import type { AuditRow } from "../store/migrations/schema.ts";
import type { Db } from "../store/store.ts";
import { addCheckpoints, mostCovered } from "./checkpoints.ts";
import { fileKind, proofKind } from "./file-kind.ts";

export interface AuditExportInput extends StoreInput {
  form: AuditForm;
  /** A file that does not exist yet. */
  target: string;
  /** UTC milliseconds: the first event that has to be in it; null: from the first one. */
  since: number | null;
  /** UTC milliseconds. */
  at: number;
}

export interface AuditExported {
  events: number;
  first: number;
  last: number;
  /** Of the file, in hex. */
  sha256: string;
  /** Of the last checkpoint. */
  code: string;
  /** Of a table: what the file that proves it contains. */
  proof: string | null;
}

/** One stretch of the log: what a checkpoint covers, and the checkpoint. */
interface Stretch {
  events: AuditRow[];
  checkpoint: AuditCheckpointRow;
}

/** Every stretch from after `seq`, as far as checkpoints go. */
async function* stretches(db: Db, after: number, last: number, { signal, onProgress }: JobContext) {
  for (let seq = after; seq < last;) {
    for (const checkpoint of await checkpointsAfter(db, seq, 100)) {
      if (checkpoint.seq > last) return;
      signal.throwIfAborted();
      const events = await readAuditChain(db, seq, mostCovered);
      yield { events: events.filter((event) => event.seq <= checkpoint.seq), checkpoint } satisfies Stretch;
      seq = checkpoint.seq;
      onProgress({ phase: "audit", done: seq - after, total: last - after });
    }
  }
}

/** A line each: what the file is, then for every stretch its events and its checkpoint. */
function* linesOf({ events, checkpoint }: Stretch): Generator<string> {
  for (const event of events) yield eventLine(event);
  yield `{"checkpoint":${checkpoint.statement},"signature":"${checkpoint.signature.toString("base64")}"}`;
}

async function writeLines(target: string, head: object, parts: AsyncIterable<Stretch>): Promise<void> {
  const handle = await open(target, "wx", 0o600);
  try {
    const appender = new Appender(handle);
    await appender.append(Buffer.from(`${JSON.stringify(head)}\n`));
    for await (const stretch of parts) await appender.append(Buffer.from(`${[...linesOf(stretch)].join("\n")}\n`));
    await appender.finish();
  } finally {
    await handle.close();
  }
}

const columns = ["seq", "at", "actor", "actorId", "action", "target", "targetId", "result", "details"] as const;

const cellsOf = ({ seq, at, actor, actor_id, action, target, target_id, result, details }: AuditRow): string[] => [
  String(seq),
  new Date(at).toISOString(),
  actor ?? "",
  actor_id ?? "",
  action,
  target ?? "",
  target_id ?? "",
  result,
  details,
];

/** What proves a table: whose it is, of which events, and up to which checkpoint. */
function proofText(statement: object, { privateKey, publicKey }: SigningKey): string {
  const words = JSON.stringify(statement);
  const [key, signature] = [publicKey, signText(words, privateKey)].map((bytes) => bytes.toString("base64"));
  return `{"type":"${proofKind}","version":1,"key":"${key}","statement":${words},"signature":"${signature}"}\n`;
}

/**
 * Signs what is not signed yet, and writes the log from the stretch with the first event that was asked for up to its end.
 * For a worker.
 *
 * @throws AppError SEAL_BROKEN, BUSY, DISK_FULL, PERMISSION_DENIED, IO_ERROR, CANCELLED
 */
export const exportAuditJob = (input: AuditExportInput, context: JobContext): Promise<AuditExported> =>
  withWorkerStore(input, async ({ store, keys }) => {
    const { db } = store;
    const last = await addCheckpoints(store, keys, input.at, context.signal);
    const { store_id: id } = await requireConsole(db);
    const signing = await signingKey(db, keys);
    const [end] = await checkpointsAfter(db, last - 1, 1);
    if (!end || !signing) throw new TypeError("the checkpoints that were just made are gone");
    const since = input.since === null ? 1 : ((await firstSince(db, input.since)) ?? last);
    const before = await checkpointBefore(db, since);
    const parts = stretches(db, before?.seq ?? 0, last, context);
    const first = (before?.seq ?? 0) + 1;
    const key = signing.publicKey.toString("base64");
    if (input.form === "jsonl") {
      await writeLines(input.target, { type: fileKind, version: 1, store: id, first, key }, parts);
    } else {
      await writeTable(input.target, ",", columns, async (write) => {
        for await (const { events } of parts) await write(events.map(cellsOf));
      });
    }
    const digest = await sha256OfFile(input.target, context.signal);
    const at = new Date(input.at).toISOString();
    const statement = { store: id, at, first, seq: last, file: digest, checkpoint: sha256(end.statement) };
    const proof = input.form === "csv" ? proofText(statement, signing) : null;
    return { events: last - first + 1, first, last, sha256: digest, code: checkCode(end.statement), proof };
  });
