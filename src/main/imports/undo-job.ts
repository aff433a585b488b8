import type { ErrorDetails } from "#shared/errors.ts";
import { AppError } from "#shared/errors.ts";
import type { GroupId, ImportId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import type { Actor } from "../base/actor.ts";
import { type AuditBatch, openAuditBatch } from "../audit/append.ts";
import type { JobContext } from "../jobs/job.ts";
import {
  addMember,
  allGroups,
  groupsOfUser,
  removeEmptyGroup,
  removeMember,
  removeNewUser,
  userWithExternalId,
  userWithId,
  userWithName,
  writeAtOnce,
  writeUser,
} from "../store/people/bulk-users.ts";
import type { Raw } from "../store/sqlite/connection.ts";
import {
  changesBy,
  countImportRows,
  type ImportWithUntouched,
  markUndone,
  readImport,
  usersCreatedBy,
} from "../store/people/imports.ts";
import { openRaw } from "../store/open.ts";
import { type IndexedUser, placeUsers, unplaceUser } from "../store/search/user-index.ts";
import { derivedColumns, type StoredUser, userTarget } from "../store/people/users.ts";
import { type Keys, withKeys } from "../keys/keys.ts";
import type { BeforeImage } from "./apply.ts";
import { pause } from "./stage.ts";

export interface UndoInput {
  /** The store's database file. */
  store: string;
  dataKey: Uint8Array;
  id: ImportId;
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
}

const rowsAtOnce = 500;

const refuse = (message: string, details: ErrorDetails): AppError => new AppError("UNDO_REFUSED", { message, details });

/** @throws AppError NOT_FOUND, UNDO_REFUSED */
function requireUndoable(raw: Raw, id: ImportId): ImportWithUntouched & { rows: number } {
  const found = readImport(raw, id);
  if (!found) throw new AppError("NOT_FOUND", { message: "There is no such import." });
  if (found.undone_at !== null) throw refuse("This import was already undone.", { undoneAt: found.undone_at });
  const rows = countImportRows(raw, id);
  const touched = rows - found.untouched;
  if (touched > 0) {
    throw refuse(
      touched === 1
        ? "This import can no longer be undone: one of its people has been changed since."
        : `This import can no longer be undone: ${touched.toLocaleString("en")} of its people have been changed since.`,
      { touched, users: rows },
    );
  }
  return { ...found, rows };
}

class Undoing {
  readonly #raw: Raw;
  readonly #batch: AuditBatch;
  readonly #input: UndoInput;
  readonly #groups: Map<GroupId, number>;

  constructor(raw: Raw, batch: AuditBatch, input: UndoInput) {
    this.#raw = raw;
    this.#batch = batch;
    this.#input = input;
    this.#groups = new Map(allGroups(raw).map(({ id, pk }) => [id, pk]));
  }

  audit(action: string, target: { id: string; name: string }, details: ErrorDetails = {}): void {
    const { actor, id } = this.#input;
    this.#batch.append({ actor, action, target, details: { undoneImport: id, ...details } });
  }

  /** @returns how many were removed */
  removePage(): number {
    const page = usersCreatedBy(this.#raw, this.#input.id, rowsAtOnce);
    for (const user of page) {
      removeNewUser(this.#raw, user);
      this.audit("user.delete", userTarget(user));
    }
    return page.length;
  }

  /** @throws AppError UNDO_REFUSED if somebody else has the earlier name or id */
  #requireFree(user: StoredUser, before: BeforeImage): void {
    const named = userWithName(this.#raw, nameKey(before.username));
    if (named && named.pk !== user.pk) {
      throw refuse(`This import cannot be undone: the username ${before.username} has been taken meanwhile.`, {});
    }
    const key = before.external_id === "" ? null : nameKey(before.external_id);
    const numbered = key === null ? undefined : userWithExternalId(this.#raw, key);
    if (numbered && numbered.pk !== user.pk) {
      throw refuse(`This import cannot be undone: the external id ${before.external_id} has been taken meanwhile.`, {});
    }
  }

  /** @returns the person, if a new position in the order of names is needed */
  #restore(user: StoredUser, { groups, ...before }: BeforeImage): IndexedUser | null {
    this.#requireFree(user, { ...before, groups });
    const derived = derivedColumns(before);
    const moves = derived.search !== user.search || derived.name_sort !== user.name_sort;
    if (moves) unplaceUser(this.#raw, user);
    const now = groupsOfUser(this.#raw, user.pk);
    for (const group of now) if (!groups.includes(group.id)) removeMember(this.#raw, group.pk, user.pk);
    for (const id of groups) {
      // A group that was deleted since stays deleted.
      const pk = this.#groups.get(id);
      if (pk !== undefined) addMember(this.#raw, pk, user.pk);
    }
    writeUser(this.#raw, user.pk, { ...before, ...derived });
    this.audit("user.edit", userTarget({ id: user.id, username: before.username }));
    return moves ? { pk: user.pk, ...derived } : null;
  }

  /** @returns id of the last person, and how many were restored; null after the last */
  restorePage(from: string): { last: string; count: number } | null {
    const page = changesBy(this.#raw, this.#input.id, from, rowsAtOnce);
    const last = page.at(-1);
    if (!last) return null;
    const moved: IndexedUser[] = [];
    for (const { user_id, before } of page) {
      const user = userWithId(this.#raw, user_id);
      const place = user ? this.#restore(user, JSON.parse(before) as BeforeImage) : null;
      if (place) moved.push(place);
    }
    placeUsers(this.#raw, moved);
    return { last: last.user_id, count: page.length };
  }

  removeGroups(ids: readonly GroupId[]): void {
    for (const id of ids) {
      const removed = removeEmptyGroup(this.#raw, id);
      if (removed) this.audit("group.delete", removed);
    }
  }
}

async function undo(raw: Raw, keys: Keys, input: UndoInput, { signal, onProgress }: JobContext): Promise<void> {
  const found = requireUndoable(raw, input.id);
  const batch = openAuditBatch(raw, keys, input.at);
  const undoing = new Undoing(raw, batch, input);
  let done = 0;
  const step = async (count: number): Promise<void> => {
    onProgress({ phase: "undo", done: (done += count), total: found.rows });
    await pause(signal);
  };
  for (let count = undoing.removePage(); count > 0; count = undoing.removePage()) await step(count);
  for (let page = undoing.restorePage(""); page; page = undoing.restorePage(page.last)) await step(page.count);
  undoing.removeGroups(JSON.parse(found.new_groups) as GroupId[]);
  markUndone(raw, input.id, input.at);
  batch.append({
    actor: input.actor,
    action: "import.undo",
    target: { id: input.id, name: found.file_name },
    details: { users: found.rows },
  });
  batch.close();
}

/**
 * Undoes an import in one transaction. For a worker.
 *
 * @throws AppError NOT_FOUND, UNDO_REFUSED, BUSY, DISK_FULL, IO_ERROR, CANCELLED
 */
export async function undoImport(input: UndoInput, context: JobContext): Promise<{ undone: true }> {
  return withKeys(input.dataKey, async (keys) => {
    const raw = openRaw(input.store, { create: false });
    try {
      await writeAtOnce(raw, context.signal, () => undo(raw, keys, input, context));
      return { undone: true };
    } finally {
      raw.close();
    }
  });
}
