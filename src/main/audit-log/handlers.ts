import { z } from "zod";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { AuditEvent } from "#shared/model/records.ts";
import { fromStored } from "#shared/texts/stored.ts";
import { type Context, opened } from "../call/context.ts";
import { decodeCursor, encodeCursor } from "../base/cursor.ts";
import type { HandlersOf } from "../call/handlers.ts";
import { listAuditEvents } from "../store/console/audit-events.ts";
import type { AuditRow } from "../store/migrations/schema.ts";
import { type AuditDeps, auditKey, exportAudit, receipt } from "./export.ts";
import { addStream, allStreams, removeStream, sendNow } from "./streams/handlers.ts";

const defaultLimit = 50;

/** Of what the target can be a stored text: an action that was asked for, or a way to open the keys without a label. */
const withTexts = /^(?:approval|vault)\./u;

const targetOf = ({ action, target }: AuditRow): AuditEvent["target"] =>
  target !== null && withTexts.test(action) && target.startsWith("{") ? fromStored(target) : target;

const toEvent = (row: AuditRow): AuditEvent => ({
  seq: row.seq,
  at: row.at,
  actor: row.actor,
  action: row.action,
  target: targetOf(row),
  targetId: row.target_id,
  result: row.result,
  details: JSON.parse(row.details) as AuditEvent["details"],
});

async function list(context: Context, input: ParsedInputOf<"audit.list">): Promise<OutputOf<"audit.list">> {
  const { store } = opened(context);
  const limit = input.limit ?? defaultLimit;
  const before = input.cursor === undefined ? undefined : decodeCursor(z.int(), input.cursor);
  const { search, action, actor, targetId, from, to } = input;
  const rows = await listAuditEvents(store.db, { search, action, actor, targetId, from, to, before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return { rows: shown.map(toEvent), nextCursor: rows.length > limit ? encodeCursor(shown.at(-1)?.seq) : null };
}

/** Verifies the whole chain in a separate thread. */
export type VerifyRunner = (context: Context) => Promise<OutputOf<"audit.verify">>;

export const auditHandlers = (verify: VerifyRunner, deps: AuditDeps): HandlersOf<"audit"> => ({
  list,
  verify,
  key: (context, input) => auditKey(context, deps, input),
  export: (context, input) => exportAudit(context, deps, input),
  receipt: (context) => receipt(context, deps),
  streams: allStreams,
  addStream,
  removeStream,
  sendStreams: sendNow,
});
