import type { ErrorDetails } from "#shared/errors.ts";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { GroupId, ImportId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import type { Actor } from "../base/actor.ts";
import { type Change, changeWith } from "../call/change.ts";
import { type StoreInput, withWorkerStore } from "../call/worker-store.ts";
import type { JobContext } from "../jobs/job.ts";
import { userWithExternalId, userWithId, userWithName } from "../store/people/find-users.ts";
import { listGroups, putIntoGroups, removeEmptyGroup } from "../store/people/groups.ts";
import {
  changesBy,
  countImportRows,
  importById,
  type ImportWithUntouched,
  markUndone,
  usersCreatedBy,
} from "../store/people/imports.ts";
import type { Tx } from "../store/store.ts";
import { type IndexedUser, placeUsers, unplaceUser } from "../store/search/user-index.ts";
import { derivedColumns, moves, removeNewUser, type StoredUser, userTarget, writeUser } from "../store/people/users.ts";
import type { BeforeImage } from "./apply.ts";
import { pause } from "./stage.ts";

export interface UndoInput extends StoreInput {
  id: ImportId;
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
}

const rowsAtOnce = 500;

const refuse = (why: Text, details: ErrorDetails): AppError => new AppError("UNDO_REFUSED", { text: why, details });

/** @throws AppError NOT_FOUND, UNDO_REFUSED */
async function requireUndoable(tx: Tx, id: ImportId): Promise<ImportWithUntouched & { rows: number }> {
  const found = await importById(tx, id);
  if (!found) throw new AppError("NOT_FOUND", { text: text("imports.noSuchImport") });
  if (found.undone_at !== null) throw refuse(text("imports.alreadyUndone"), { undoneAt: found.undone_at });
  const rows = await countImportRows(tx, id);
  const touched = rows - found.untouched;
  if (touched > 0) {
    throw refuse(text("imports.touched", { count: touched }), { touched, users: rows });
  }
  return { ...found, rows };
}

class Undoing {
  readonly #made: Change;
  readonly #tx: Tx;
  /** The import that is undone. */
  readonly #id: ImportId;
  readonly #groups: ReadonlyMap<GroupId, number>;

  constructor(made: Change, id: ImportId, groups: ReadonlyMap<GroupId, number>) {
    this.#made = made;
    this.#tx = made.tx;
    this.#id = id;
    this.#groups = groups;
  }

  audit(action: string, target: { id: string; name: string }, details: ErrorDetails = {}): Promise<void> {
    return this.#made.append({ action, target, details: { undoneImport: this.#id, ...details } });
  }

  /** @returns how many were removed */
  async removePage(): Promise<number> {
    const page = await usersCreatedBy(this.#tx, this.#id, rowsAtOnce);
    for (const user of page) {
      await removeNewUser(this.#tx, user);
      await this.audit("user.delete", userTarget(user));
    }
    return page.length;
  }

  /** @throws AppError UNDO_REFUSED if somebody else has the earlier name or id */
  async #requireFree(user: StoredUser, before: BeforeImage): Promise<void> {
    const named = await userWithName(this.#tx, nameKey(before.username));
    if (named && named.pk !== user.pk) {
      throw refuse(text("imports.usernameGone", { username: before.username }), {});
    }
    const key = before.external_id === "" ? null : nameKey(before.external_id);
    const numbered = key === null ? undefined : await userWithExternalId(this.#tx, key);
    if (numbered && numbered.pk !== user.pk) {
      throw refuse(text("imports.externalIdGone", { id: before.external_id }), {});
    }
  }

  /** @returns the person, if a new position in the order of names is needed */
  async #restore(user: StoredUser, { groups, ...before }: BeforeImage): Promise<IndexedUser | null> {
    await this.#requireFree(user, { ...before, groups });
    const derived = derivedColumns(before);
    const moved = moves(user, derived);
    if (moved) await unplaceUser(this.#tx, user);
    // A group that was deleted since stays deleted.
    const wanted = groups.flatMap((id) => this.#groups.get(id) ?? []);
    await putIntoGroups(this.#tx, user.pk, wanted);
    await writeUser(this.#tx, user.pk, { ...before, ...derived });
    await this.audit("user.edit", userTarget({ id: user.id, username: before.username }));
    return moved ? { pk: user.pk, ...derived } : null;
  }

  /** @returns id of the last person, and how many were restored; null after the last */
  async restorePage(from: string): Promise<{ last: string; count: number } | null> {
    const page = await changesBy(this.#tx, this.#id, from, rowsAtOnce);
    const last = page.at(-1);
    if (!last) return null;
    const moved: IndexedUser[] = [];
    for (const { user_id, before } of page) {
      const user = await userWithId(this.#tx, user_id);
      const place = user ? await this.#restore(user, JSON.parse(before) as BeforeImage) : null;
      if (place) moved.push(place);
    }
    await placeUsers(this.#tx, moved);
    return { last: last.user_id, count: page.length };
  }

  async removeGroups(ids: readonly GroupId[]): Promise<void> {
    for (const id of ids) {
      const removed = await removeEmptyGroup(this.#tx, id);
      if (removed) await this.audit("group.delete", removed);
    }
  }
}

async function undo(made: Change, id: ImportId, { signal, onProgress }: JobContext): Promise<void> {
  const { tx, at, note } = made;
  const found = await requireUndoable(tx, id);
  const groups = new Map((await listGroups(tx)).map((group) => [group.id, group.pk]));
  const undoing = new Undoing(made, id, groups);
  let done = 0;
  const step = async (count: number): Promise<void> => {
    onProgress({ phase: "undo", done: (done += count), total: found.rows });
    await pause(signal);
  };
  for (let count = await undoing.removePage(); count > 0; count = await undoing.removePage()) await step(count);
  for (let page = await undoing.restorePage(""); page; page = await undoing.restorePage(page.last)) {
    await step(page.count);
  }
  await undoing.removeGroups(JSON.parse(found.new_groups) as GroupId[]);
  await markUndone(tx, id, at);
  note({ action: "import.undo", target: { id, name: found.file_name }, details: { users: found.rows } });
}

/**
 * Undoes an import in one transaction. For a worker.
 *
 * @throws AppError NOT_FOUND, UNDO_REFUSED, BUSY, DISK_FULL, IO_ERROR, CANCELLED
 */
export async function undoImport(input: UndoInput, context: JobContext): Promise<{ undone: true }> {
  const { id, actor, at } = input;
  return withWorkerStore(input, async ({ store, keys }) => {
    await changeWith({ store, keys, actor, at }, (made) => undo(made, id, context), { signal: context.signal });
    return { undone: true };
  });
}
