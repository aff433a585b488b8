import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { SeedImportId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";
import type { Actor } from "../../base/actor.ts";
import { type Change, changeWith } from "../../call/change.ts";
import { type StoreInput, withWorkerStore } from "../../call/worker-store.ts";
import type { JobContext } from "../../jobs/job.ts";
import {
  deleteDevice,
  devicesMadeBy,
  markSeedImportUndone,
  peopleMadeBy,
  seedImportById,
  type SeedImportWithUntouched,
  tokensMadeBy,
} from "../../store/factors/seed-imports.ts";
import { deleteToken } from "../../store/factors/tokens.ts";
import { removeNewUser, userTarget } from "../../store/people/users.ts";
import type { Tx } from "../../store/store.ts";
import { pause } from "../stage.ts";

export interface UndoSeedsInput extends StoreInput {
  id: SeedImportId;
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
}

const rowsAtOnce = 500;

/** @throws AppError NOT_FOUND, UNDO_REFUSED */
async function requireUndoable(tx: Tx, id: SeedImportId): Promise<SeedImportWithUntouched> {
  const found = await seedImportById(tx, id);
  if (!found) throw new AppError("NOT_FOUND", { text: text("seedImports.noSuchImport") });
  if (found.undone_at !== null) {
    throw new AppError("UNDO_REFUSED", {
      text: text("seedImports.alreadyUndone"),
      details: { undoneAt: found.undone_at },
    });
  }
  const touched = found.made - found.untouched;
  if (touched > 0) {
    throw new AppError("UNDO_REFUSED", { text: text("seedImports.touched", { count: touched }), details: { touched } });
  }
  return found;
}

async function undo(made: Change, id: SeedImportId, { signal, onProgress }: JobContext): Promise<void> {
  const { tx, at, note } = made;
  const found = await requireUndoable(tx, id);
  const audit = (action: string, target: { id: string; name: string }, details: ErrorDetails = {}): Promise<void> =>
    made.append({ action, target, details: { undoneImport: id, ...details } });
  let done = 0;
  /** Pages of one kind, until none is left. */
  const each = async <Row extends { id: string }>(
    page: (after: string) => Promise<Row[]>,
    remove: (row: Row) => Promise<void>,
  ): Promise<void> => {
    for (let after = "", rows = await page(after); rows.length > 0; rows = await page(after)) {
      for (const row of rows) await remove(row);
      after = rows.at(-1)?.id ?? "";
      onProgress({ phase: "undo", done: (done += rows.length), total: found.made });
      await pause(signal);
    }
  };
  await each(
    (after) => tokensMadeBy(tx, id, after, rowsAtOnce),
    async ({ id: tokenId, label, user_id, username }) => {
      await deleteToken(tx, tokenId);
      await audit("token.delete", userTarget({ id: user_id, username }), { tokenId, label });
    },
  );
  await each(
    (after) => devicesMadeBy(tx, id, after, rowsAtOnce),
    async (device) => {
      await deleteDevice(tx, device.id);
      await audit("hardware.delete", { id: device.id, name: device.serial });
    },
  );
  await each(
    (after) => peopleMadeBy(tx, id, after, rowsAtOnce),
    async (user) => {
      await removeNewUser(tx, user);
      await audit("user.delete", userTarget(user));
    },
  );
  await markSeedImportUndone(tx, id, at);
  note({ action: "import.undo_seeds", target: { id, name: found.file_name }, details: { rows: found.made } });
}

/**
 * Undoes an import of seeds in one transaction. For a worker.
 *
 * @throws AppError NOT_FOUND, UNDO_REFUSED, BUSY, DISK_FULL, IO_ERROR, CANCELLED
 */
export async function undoSeeds(input: UndoSeedsInput, context: JobContext): Promise<{ undone: true }> {
  const { id, actor, at } = input;
  return withWorkerStore(input, async ({ store, keys }) => {
    await changeWith({ store, keys, actor, at }, (made) => undo(made, id, context), { signal: context.signal });
    return { undone: true };
  });
}
