import type { AuditStream } from "#shared/contract/audit.ts";
import { AuditStreamSettings } from "#shared/contract/audit.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { streamPlace } from "#shared/model/audit-streams.ts";
import { AuditStreamId } from "#shared/model/ids.ts";
import { fromStored } from "#shared/texts/stored.ts";
import { text } from "#shared/texts/text.ts";
import { newId } from "../../base/ids.ts";
import { change } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { requireGranted } from "../../files/grants.ts";
import { requireOutside } from "../../files/outside.ts";
import { readAuditChain } from "../../store/console/audit-events.ts";
import {
  auditStreamById,
  deleteAuditStream,
  insertAuditStream,
  listAuditStreams,
} from "../../store/console/audit-streams.ts";
import { requireConsole } from "../../store/console/console.ts";
import type { AuditStreamRow } from "../../store/migrations/audit-schema.ts";
import { deliver, sendStreams } from "./send.ts";

const toStream = (row: AuditStreamRow, last: number): AuditStream => ({
  id: row.id,
  name: row.name,
  settings: AuditStreamSettings.parse(JSON.parse(row.settings)),
  createdAt: row.created_at,
  sent: row.sent,
  waiting: Math.max(0, last - row.sent),
  sentAt: row.sent_at,
  problem: row.problem === null ? null : fromStored(row.problem),
});

export async function allStreams(context: Context): Promise<OutputOf<"audit.streams">> {
  const { db } = opened(context).store;
  const { audit_seq: last } = await requireConsole(db);
  return { streams: (await listAuditStreams(db)).map((row) => toStream(row, last)) };
}

/** @throws AppError CONFLICT, FILE_NOT_GRANTED, IN_DATA_FOLDER, DESTINATION_UNREACHABLE, PERMISSION_DENIED, DISK_FULL */
export async function addStream(context: Context, input: ParsedInputOf<"audit.addStream">): Promise<AuditStream> {
  const { name, settings, whole = false } = input;
  const { db } = opened(context).store;
  if (settings.kind === "file") {
    requireGranted(context, settings.path);
    await requireOutside(context.options.dataDir, settings.path);
  }
  const head = await requireConsole(db);
  const first = whole ? 0 : head.audit_seq - 1;
  const [event] = await readAuditChain(db, first, 1);
  if (event) await deliver(settings, [event], context.call.signal ?? new AbortController().signal);
  const id = newId(AuditStreamId, context.now);
  return change(context, async ({ tx, note }) => {
    if ((await listAuditStreams(tx)).some((row) => row.name === name)) {
      const why = text("auditStreams.nameTaken");
      throw new AppError("CONFLICT", { text: why, fields: { name: why } });
    }
    const row: AuditStreamRow = {
      id,
      name,
      settings: JSON.stringify(settings),
      created_at: context.now,
      sent: event?.seq ?? 0,
      sent_at: context.now,
      problem: null,
    };
    await insertAuditStream(tx, row);
    note({
      action: "audit.stream_add",
      target: { id, name },
      details: { kind: settings.kind, where: streamPlace(settings), whole },
    });
    return toStream(row, head.audit_seq + 1);
  });
}

/** @throws AppError NOT_FOUND */
export async function removeStream(
  context: Context,
  { id }: ParsedInputOf<"audit.removeStream">,
): Promise<Record<string, never>> {
  return change(context, async ({ tx, note }) => {
    const row = await auditStreamById(tx, id);
    if (!row) throw new AppError("NOT_FOUND", { text: text("auditStreams.noSuch") });
    await deleteAuditStream(tx, id);
    note({ action: "audit.stream_remove", target: { id, name: row.name } });
    return {};
  });
}

/** @throws AppError CANCELLED */
export async function sendNow(context: Context): Promise<OutputOf<"audit.sendStreams">> {
  await sendStreams(context, context.call.signal ?? new AbortController().signal);
  return allStreams(context);
}
