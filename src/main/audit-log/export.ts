import { basename, resolve } from "node:path";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { checkCode, fingerprintOf, publicKeyOf } from "../audit/statement.ts";
import { change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import { checkTarget, exists, publish } from "../files/durable.ts";
import { requireGranted } from "../files/grants.ts";
import { requireOutside } from "../files/outside.ts";
import { withPartial, withWorkspace } from "../files/workspace.ts";
import { writePrivateFile } from "../files/write.ts";
import type { JobRunner } from "../jobs/job.ts";
import { lastCheckpoint, readSigning } from "../store/console/audit-checkpoints.ts";
import { requireConsole } from "../store/console/console.ts";
import { type checkpointJob, mostCovered } from "./checkpoints.ts";
import type { exportAuditJob } from "./export-job.ts";
import { proofBeside } from "./file-kind.ts";

/** The jobs of this room, by their names in the worker. */
export interface AuditJobs {
  "audit.checkpoint": typeof checkpointJob;
  "audit.export": typeof exportAuditJob;
}

export interface AuditDeps {
  jobs: Pick<JobRunner<AuditJobs>, "run">;
}

type Asked = ParsedInputOf<"audit.export">;

/** @throws AppError FILE_NOT_GRANTED, IN_DATA_FOLDER, FILE_EXISTS, FILE_NOT_FOUND, INVALID_INPUT */
async function requireFree(context: Context, file: string): Promise<void> {
  requireGranted(context, file);
  await requireOutside(context.options.dataDir, file);
  await checkTarget(file, false);
  if (await exists(file)) throw new AppError("FILE_EXISTS");
}

/** The log says that it was exported before it is: the export has that event too. */
const noteExport = (context: Context, { form }: Asked, to: string): Promise<void> =>
  change(context, async ({ note }) => {
    note({ action: "audit.export", target: { id: null, name: basename(to) }, details: { form } });
  });

/** @throws AppError FILE_EXISTS, FILE_NOT_GRANTED, FILE_NOT_FOUND, DISK_FULL, CANCELLED … */
export async function exportAudit(
  context: Context,
  { jobs }: AuditDeps,
  input: Asked,
): Promise<OutputOf<"audit.export">> {
  const to = resolve(input.to);
  await requireFree(context, to);
  const proof = input.form === "csv" ? proofBeside(to) : null;
  // Nobody was asked about its name: it follows from the other one.
  if (proof !== null && (await exists(proof))) throw new AppError("FILE_EXISTS");
  await noteExport(context, input, to);
  const { store, keys } = opened(context);
  const { dataDir } = context.options;
  return withWorkspace(dataDir, (workspace) =>
    withPartial(workspace, to, async (target) => {
      const { form, since = null } = input;
      const job = { store: store.address, dataKey: keys.exportDataKey(), form, target, since, at: context.now };
      const { proof: words, ...written } = await jobs.run("audit.export", job, context.call);
      // The proof first: a table without one would prove nothing.
      if (proof !== null && words !== null) await writePrivateFile(dataDir, proof, Buffer.from(words));
      await publish(target, to, false);
      return { to, proof, ...written };
    }),
  );
}

/** Signs the log up to its last event, in a thread. */
const signNow = async (context: Context, { jobs }: AuditDeps): Promise<void> => {
  const { store, keys } = opened(context);
  const job = { store: store.address, dataKey: keys.exportDataKey(), at: context.now };
  await jobs.run("audit.checkpoint", job, context.call);
};

/** @throws AppError BUSY, DISK_FULL, IO_ERROR */
async function publicKey(context: Context, deps: AuditDeps): Promise<Buffer> {
  const { db } = opened(context).store;
  if (!(await readSigning(db))) await signNow(context, deps);
  const signing = await readSigning(db);
  if (!signing) throw new TypeError("nothing was signed");
  return signing.public_key;
}

export async function auditKey(
  context: Context,
  deps: AuditDeps,
  { to }: ParsedInputOf<"audit.key">,
): Promise<OutputOf<"audit.key">> {
  if (to !== undefined) await requireFree(context, resolve(to));
  const der = await publicKey(context, deps);
  const pem = publicKeyOf(der).export({ format: "pem", type: "spki" }).toString();
  if (to !== undefined) await writePrivateFile(context.options.dataDir, resolve(to), Buffer.from(pem));
  return { publicKey: pem, fingerprint: fingerprintOf(der) };
}

export async function receipt(context: Context, deps: AuditDeps): Promise<OutputOf<"audit.receipt">> {
  await signNow(context, deps);
  const last = await lastCheckpoint(opened(context).store.db);
  if (!last) throw new TypeError("nothing was signed");
  const { at, seq, statement } = last;
  return { at, last: seq, code: checkCode(statement), fingerprint: fingerprintOf(await publicKey(context, deps)) };
}

/** How old what is not signed may become, in milliseconds, and how many events there may be of it. */
const every = 24 * 3_600_000;

/** Signs the log if a day has passed, or many events have come, since the last time. */
export async function signIfDue(context: Context, deps: AuditDeps): Promise<void> {
  const { db } = opened(context).store;
  const { audit_seq: seq } = await requireConsole(db);
  const last = await lastCheckpoint(db);
  const waiting = seq - (last?.seq ?? 0);
  if (waiting === 0) return;
  const isOld = last === undefined || Math.abs(context.now - last.at) >= every;
  if (isOld || waiting >= mostCovered) await signNow(context, deps);
}
