import type { AuditRow } from "../store/migrations/schema.ts";

/**
 * An event as everybody else reads it: one line of JSON, the same for ever, since signatures are over it
 * (docs/formats/audit.md).
 *
 * @returns without a line end
 */
export function eventLine(row: Omit<AuditRow, "mac">): string {
  const { seq, at, actor_id, actor, action, target, target_id, result, details } = row;
  const before = JSON.stringify({
    seq,
    at: new Date(at).toISOString(),
    actor,
    actorId: actor_id,
    action,
    target,
    targetId: target_id,
    result,
  });
  // The details are JSON already; parsed and written again they could differ.
  return `${before.slice(0, -1)},"details":${details}}`;
}
