import { setImmediate } from "node:timers/promises";
import type { SessionId } from "#shared/model/ids.ts";
import type { Actor } from "../base/actor.ts";
import { resealSigningKey } from "../audit/signing-key.ts";
import { type Change, changeWith } from "../call/change.ts";
import type { JobContext } from "../jobs/job.ts";
import { openAt } from "../store/open.ts";
import type { StoreAddress } from "../store/store.ts";
import {
  countSealedRows,
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
  store: StoreAddress;
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
  /** Names of the desks whose keychains no longer open the store. */
  desksEnded: readonly string[];
}

/** A change under the new keys. */
interface Exchange {
  made: Change;
  before: Keys;
}

/** Between threads a Buffer becomes plain bytes. */
const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

async function resealSeeds({ made, before }: Exchange, { signal, onProgress }: JobContext): Promise<number> {
  const { tx, keys: after } = made;
  const total = await countSealedRows(tx);
  let done = 0;
  for (const table of sealedTables) {
    let page = await sealedPage(tx, table, 0, pageSize);
    while (page.length > 0) {
      for (const { rowid, id, seed } of page) {
        const place = seedPlace(table, id);
        const plain = before.unseal(place, seed);
        await writeSealed(tx, table, rowid, after.seal(place, plain));
        plain.fill(0);
      }
      onProgress({ phase: "reseal", done: (done += page.length), total });
      // Lets a cancellation through: the database answers without ever yielding.
      await setImmediate();
      signal.throwIfAborted();
      page = await sealedPage(tx, table, page.at(-1)?.rowid ?? 0, pageSize);
    }
  }
  return done;
}

/** Stores the retiring data key, and earlier ones, under the new one. @returns how many earlier ones there were */
async function keepRetired({ made, before }: Exchange): Promise<number> {
  const { tx, keys: after, at } = made;
  const { audit_seq: lastSeq } = await made.head();
  const older = await retiredRows(tx);
  for (const row of older) {
    const dataKey = before.unseal(retiredPlace(row), row.sealed);
    await writeRetiredKey(tx, { ...row, sealed: after.seal(retiredPlace(row), dataKey) });
    dataKey.fill(0);
  }
  const place = { key_id: before.id, last_seq: lastSeq };
  const dataKey = before.exportDataKey();
  await writeRetiredKey(tx, { ...place, sealed: after.seal(retiredPlace(place), dataKey), retired_at: at });
  dataKey.fill(0);
  return older.length;
}

async function exchange(how: Exchange, input: RotateInput, context: JobContext): Promise<void> {
  const { made, before } = how;
  const { tx, at, note } = made;
  const resealed = (await resealSeeds(how, context)) + (await keepRetired(how));
  await resealSigningKey(tx, before, made.keys);
  await nameCodeSetsKey(tx, before.id);
  await replaceSlots(
    tx,
    input.slots.map((slot) => ({ ...slot, wrapped_key: asBuffer(slot.wrapped_key) })),
  );
  await setKeyCreated(tx, at);
  const { id, wrappedKey } = input.session;
  await keepOneSession(tx, id, wrappedKey ? asBuffer(wrappedKey) : null);
  const ended = input.desksEnded.length === 0 ? {} : { desksEnded: input.desksEnded.join(", ") };
  // Seals the head again as well: its seal was the last one made with the old key.
  note({
    action: "vault.rotate",
    details: { resealed, slots: input.slots.length, dropped: input.dropped, ...ended },
  });
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
      const store = await openAt(input.store, { alone: true });
      const author = { store, keys: after, actor: input.actor, at: input.at };
      try {
        await changeWith(author, (made) => exchange({ made, before }, input, context), { signal: context.signal });
        // No trace of the earlier slots stays.
        await store.scrub();
      } finally {
        await store.close();
      }
    }),
  );
}
