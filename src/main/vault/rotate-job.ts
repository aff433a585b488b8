import { setImmediate } from "node:timers/promises";
import type { SessionId } from "#shared/model/ids.ts";
import type { Actor } from "../base/actor.ts";
import { openAuditBatch } from "../audit/append.ts";
import type { JobContext } from "../jobs/job.ts";
import { readConsoleRow } from "../store/console/bulk-audit.ts";
import { writeAtOnce } from "../store/people/bulk-users.ts";
import type { Raw } from "../store/sqlite/connection.ts";
import { openRaw } from "../store/open.ts";
import {
  countSealedRows,
  emptyLog,
  keepOneSession,
  nameCodeSetsKey,
  replaceSlots,
  retiredRows,
  sealedPage,
  sealedTables,
  setKeyCreated,
  writeRetiredKey,
  writeSealed,
} from "../store/console/rotation.ts";
import type { VaultSlotRow } from "../store/migrations/schema.ts";
import { type Keys, seedPlace, withKeys } from "../keys/keys.ts";
import { retiredPlace } from "../keys/retired.ts";

const pageSize = 500;

export interface RotateInput {
  /** The store's database file. */
  file: string;
  /** The current data key. */
  dataKey: Uint8Array;
  newDataKey: Uint8Array;
  /** All slots of the new data key. */
  slots: VaultSlotRow[];
  /** The session that stays, with what it carries if no keychain has the new data key. */
  session: { id: SessionId; wrappedKey: Uint8Array | null };
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
  dropped: number;
}

interface Exchange {
  raw: Raw;
  before: Keys;
  after: Keys;
}

/** Between threads a Buffer becomes plain bytes. */
const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

async function resealSeeds({ raw, before, after }: Exchange, { signal, onProgress }: JobContext): Promise<number> {
  const total = countSealedRows(raw);
  let done = 0;
  for (const table of sealedTables) {
    let page = sealedPage(raw, table, 0, pageSize);
    while (page.length > 0) {
      for (const { rowid, id, seed } of page) {
        const place = seedPlace(table, id);
        const plain = before.unseal(place, seed);
        writeSealed(raw, table, rowid, after.seal(place, plain));
        plain.fill(0);
      }
      onProgress({ phase: "reseal", done: (done += page.length), total });
      // Lets a cancellation through: the database answers without ever yielding.
      await setImmediate();
      signal.throwIfAborted();
      page = sealedPage(raw, table, page.at(-1)?.rowid ?? 0, pageSize);
    }
  }
  return done;
}

/** Stores the retiring data key, and earlier ones, under the new one. @returns how many earlier ones there were */
function keepRetired({ raw, before, after }: Exchange, lastSeq: number, at: number): number {
  const older = retiredRows(raw);
  for (const row of older) {
    const dataKey = before.unseal(retiredPlace(row), row.sealed);
    writeRetiredKey(raw, { ...row, sealed: after.seal(retiredPlace(row), dataKey) });
    dataKey.fill(0);
  }
  const place = { key_id: before.id, last_seq: lastSeq };
  const dataKey = before.exportDataKey();
  writeRetiredKey(raw, { ...place, sealed: after.seal(retiredPlace(place), dataKey), retired_at: at });
  dataKey.fill(0);
  return older.length;
}

async function exchange(how: Exchange, input: RotateInput, context: JobContext): Promise<void> {
  const { raw, before, after } = how;
  const seeds = await resealSeeds(how, context);
  const lastSeq = readConsoleRow(raw)?.audit_seq ?? 0;
  const resealed = seeds + keepRetired(how, lastSeq, input.at);
  nameCodeSetsKey(raw, before.id);
  replaceSlots(
    raw,
    input.slots.map((slot) => ({ ...slot, wrapped_key: asBuffer(slot.wrapped_key) })),
  );
  setKeyCreated(raw, input.at);
  const { id, wrappedKey } = input.session;
  keepOneSession(raw, id, wrappedKey ? asBuffer(wrappedKey) : null);
  // Seals the head again as well: its seal was the last one made with the old key.
  const audit = openAuditBatch(raw, after, input.at);
  audit.append({
    actor: input.actor,
    action: "vault.rotate",
    details: { resealed, slots: input.slots.length, dropped: input.dropped },
  });
  audit.close();
}

/**
 * Rotates the data key of a store in one transaction: however it ends, the whole store is under either the old one or
 * the new one. Memory does not grow with the number of seeds. For a worker.
 *
 * @throws AppError SEAL_BROKEN, BUSY, DISK_FULL, IO_ERROR, CANCELLED
 */
export function rotateDataKey(input: RotateInput, context: JobContext): Promise<void> {
  return withKeys(input.dataKey, (before) =>
    withKeys(input.newDataKey, async (after) => {
      const raw = openRaw(input.file, { create: false });
      try {
        await writeAtOnce(raw, context.signal, () => exchange({ raw, before, after }, input, context));
        emptyLog(raw);
      } finally {
        raw.close();
      }
    }),
  );
}
