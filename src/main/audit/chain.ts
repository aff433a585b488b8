import { timingSafeEqual } from "node:crypto";
import type { AuditRow } from "../store/migrations/schema.ts";
import type { Keys } from "../keys/keys.ts";

/** What the first event's seal continues from. */
export const genesis = Buffer.alloc(32);

type Facts = Omit<AuditRow, "mac">;

/** JSON of an array is unambiguous: no value can reach into its neighbour. */
export const encodeEvent = (row: Facts): string =>
  JSON.stringify([
    "event",
    row.seq,
    row.at,
    row.actor_id,
    row.actor,
    row.action,
    row.target,
    row.target_id,
    row.result,
    row.details,
  ]);

/** The seal of an event: HMAC-SHA-256 over the seal before it and all its columns. */
export const eventMac = (keys: Keys, previous: Buffer, row: Facts): Buffer =>
  keys.auditMacAt(row.seq, previous, encodeEvent(row));

/** The seal of the chain's end, so that removing the last events is detected. */
export const headMac = (keys: Keys, seq: number, mac: Buffer): Buffer =>
  keys.auditMac(JSON.stringify(["head", seq]), mac);

export const sameMac = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
