import { randomFillSync } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { ErrorDetails } from "#shared/errors.ts";
import { GroupId, type ImportId, type UserId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { newId } from "../base/ids.ts";
import type { Change } from "../call/change.ts";
import type { JobContext } from "../jobs/job.ts";
import { differences } from "../directory/differences.ts";
import { addMember, insertGroup, putIntoGroups, groupsOfUser, type StoredGroup } from "../store/people/groups.ts";
import type { PlacedRow, StagedRow, Staging } from "../store/staging.ts";
import { rememberChanged, rememberCreated } from "../store/people/imports.ts";
import {
  gatherIndex,
  type IndexedUser,
  type NewUser,
  placeInOrder,
  stretchOrder,
  unplaceUser,
} from "../store/search/user-index.ts";
import {
  derivedColumns,
  insertUserRow,
  moves,
  nextUserPk,
  readUser,
  type StoredUser,
  type UserFacts,
  usersFrom,
  userTarget,
  writeUser,
} from "../store/people/users.ts";
import type { Tx } from "../store/store.ts";
import { voidAll } from "../twofactor/void-enrolment.ts";
import { groupNamesOf, type Groups, merged, type ResolveOptions } from "./resolve.ts";
import { pause } from "./stage.ts";

/** What an import remembers about a person whom it changes. */
export type BeforeImage = UserFacts & { import_id: ImportId | null; updated_at: number; groups: GroupId[] };

export interface ApplyOptions {
  importId: ImportId;
  matchBy: ResolveOptions["matchBy"];
  /** How many users are created, and how many are changed. */
  sums: { create: number; update: number };
}

/** Rows between two checks of the signal. */
const rowsAtOnce = 500;

/** Random bytes are drawn for this many ids together: a call for each would cost more than the id. */
const idsAtOnce = 512;

/**
 * Ids of one moment, each higher than the one before (RFC 9562 6.2, method 1): they are written in the order of their
 * index.
 */
function idsOf(at: number): () => UserId {
  const pool = new Uint8Array(16 * idsAtOnce);
  let seq = 0;
  return () => {
    const place = seq % idsAtOnce;
    if (place === 0) randomFillSync(pool);
    const random = pool.subarray(place * 16, place * 16 + 16);
    return uuidv7({ msecs: at, seq: (seq += 1), random }) as UserId;
  };
}

const namesOf = (groups: readonly Pick<StoredGroup, "name">[]): string[] => groups.map(({ name }) => name);

class Applying {
  readonly #made: Change;
  readonly #tx: Tx;
  readonly #options: ApplyOptions;
  readonly #groups: Map<string, StoredGroup>;
  readonly #nextId: () => UserId;
  #nextPk: number;
  readonly newGroups: GroupId[] = [];

  /** @param firstNew `nextUserPk` */
  constructor(made: Change, groups: Map<string, StoredGroup>, options: ApplyOptions, firstNew: number) {
    this.#made = made;
    this.#tx = made.tx;
    this.#options = options;
    this.#groups = groups;
    this.#nextId = idsOf(made.at);
    this.#nextPk = firstNew;
  }

  #audit(action: string, target: { id: string; name: string }, details: ErrorDetails = {}): Promise<void> {
    return this.#made.append({ action, target, details: { import: this.#options.importId, ...details } });
  }

  async makeGroup(name: string): Promise<void> {
    const { at } = this.#made;
    const row = { id: newId(GroupId, at), name, name_key: nameKey(name), description: "", created_at: at };
    const pk = await insertGroup(this.#tx, row);
    this.#groups.set(row.name_key, { pk, members: 0, ...row });
    this.newGroups.push(row.id);
    await this.#audit("group.add", row);
  }

  #groupsNamed(names: readonly string[]): StoredGroup[] {
    const found = names.map((name) => this.#groups.get(nameKey(name))).filter((group) => group !== undefined);
    return [...new Set(found)];
  }

  async update(row: StagedRow, user: StoredUser): Promise<void> {
    const { importId, matchBy } = this.#options;
    const { at } = this.#made;
    const after = merged(user, row, matchBy);
    const { username, name, email, external_id, notes, status, import_id, updated_at } = user;
    const facts = { username, name, email, external_id, notes, status };
    const derived = derivedColumns(after);
    if (moves(user, derived)) await unplaceUser(this.#tx, user);
    const names = groupNamesOf(row);
    const groups = await groupsOfUser(this.#tx, user.pk);
    const wanted = names ? this.#groupsNamed(names) : groups;
    if (names) {
      await putIntoGroups(
        this.#tx,
        user.pk,
        wanted.map(({ pk }) => pk),
      );
    }
    if (after.status === "left" && status !== "left") await this.#endLetters(user);
    await writeUser(this.#tx, user.pk, { ...after, ...derived, import_id: importId, updated_at: at });
    const before: BeforeImage = { ...facts, import_id, updated_at, groups: groups.map(({ id }) => id) };
    await rememberChanged(this.#tx, importId, user.id, JSON.stringify(before));
    const moved = { before: namesOf(groups), after: namesOf(wanted) };
    await this.#audit("user.edit", userTarget({ ...user, ...after }), differences(facts, after, moved));
  }

  /** Before the person is written: nothing else may change one whom the import can restore. */
  async #endLetters(user: StoredUser): Promise<void> {
    for (const event of await voidAll(this.#made, user, "left")) {
      await this.#made.append({ ...event, details: { import: this.#options.importId, ...event.details } });
    }
  }

  async #create(row: PlacedRow, pk: number, ordinal: number): Promise<void> {
    const { importId } = this.#options;
    const { at } = this.#made;
    await insertUserRow(this.#tx, {
      pk,
      id: this.#nextId(),
      username: row.username ?? "",
      username_key: row.username_key ?? "",
      look_key: row.look_key,
      name: row.name ?? "",
      email: row.email ?? "",
      external_id: row.external_id ?? "",
      external_key: row.external_key,
      notes: row.notes ?? "",
      status: row.status ?? "active",
      name_sort: row.name_sort,
      search: row.search,
      ordinal,
      import_id: importId,
      created_at: at,
      updated_at: at,
    });
  }

  recordCreated(user: Pick<StoredUser, "id" | "username">): Promise<void> {
    return this.#audit("user.add", userTarget(user));
  }

  /** @param pk of the new person that the row has become */
  async joinGroups(row: Pick<StagedRow, "groups">, pk: number): Promise<void> {
    const names = groupNamesOf(row);
    if (names) for (const group of this.#groupsNamed(names)) await addMember(this.#tx, group.pk, pk);
  }

  /** A row as a person who gets a position: a new one is written when the position is known. */
  toPlace(row: PlacedRow): IndexedUser | NewUser {
    const { name_sort, search } = row;
    if (row.user_pk !== null) return { pk: row.user_pk, name_sort, search };
    const pk = (this.#nextPk += 1) - 1;
    const status = row.status ?? "active";
    return { pk, name_sort, search, status, insert: (ordinal) => this.#create(row, pk, ordinal) };
  }
}

function* usersToPlace(rows: Iterable<PlacedRow>, applying: Applying): Generator<IndexedUser | NewUser, undefined> {
  for (const row of rows) yield applying.toPlace(row);
}

/** Gives new and renamed people their positions, in the order of names. */
async function placeRows(
  tx: Tx,
  staging: Staging,
  applying: Applying,
  signal: AbortSignal,
  onPlaced: (placed: number) => void,
): Promise<void> {
  const firstNew = await nextUserPk(tx);
  const users = usersToPlace(staging.placed(), applying);
  try {
    const placing = placeInOrder(tx, users, (first, until) => {
      // New people come after all others of their name; the staging knows them without a number.
      const known = first.pk < firstNew ? first.pk : null;
      return staging.countPlaced({ name_sort: first.name_sort, user_pk: known }, until);
    });
    for await (const placed of placing) {
      onPlaced(placed);
      await pause(signal);
    }
  } finally {
    users.return(undefined);
  }
}

/** Records the new people in the order of their positions: in turns with writing them, both cost more. */
async function recordRows(tx: Tx, applying: Applying, firstNew: number, signal: AbortSignal): Promise<void> {
  for (let next = firstNew; ;) {
    const page = await usersFrom(tx, next, rowsAtOnce);
    const last = page.at(-1);
    if (!last) return;
    for (const user of page) await applying.recordCreated(user);
    next = last.pk + 1;
    await pause(signal);
  }
}

/**
 * Puts the new people into their groups after all of them have positions: a statement with triggers in between would
 * make the search index flush what it has collected.
 */
async function joinRows(staging: Staging, applying: Applying, firstNew: number, signal: AbortSignal): Promise<void> {
  let pk = firstNew;
  for (const row of staging.placedGroups()) {
    if (row.user_pk !== null) continue;
    await applying.joinGroups(row, pk);
    pk += 1;
    if (pk % rowsAtOnce === 0) await pause(signal);
  }
}

/**
 * Writes what was decided, inside the caller's transaction: groups, changed people, then the new ones in the order of
 * names, so that every index grows at its end.
 *
 * @returns ids of the groups that were made
 * @throws AppError CANCELLED
 */
export async function applyRows(
  made: Change,
  staging: Staging,
  groups: Groups,
  options: ApplyOptions,
  { signal, onProgress }: JobContext,
): Promise<GroupId[]> {
  const { tx } = made;
  const applying = new Applying(made, new Map(groups.known), options, await nextUserPk(tx));
  const { sums } = options;
  const total = sums.create + sums.update;
  let done = 0;
  await stretchOrder(tx, sums.create);
  for (const name of groups.fresh.values()) await applying.makeGroup(name);
  for (const page of staging.updates()) {
    for (const row of page) {
      const user = row.user_pk === null ? undefined : await readUser(tx, row.user_pk);
      if (user) await applying.update(row, user);
    }
    onProgress({ phase: "write", done: (done += page.length), total });
    await pause(signal);
  }
  staging.sort();
  const firstNew = await nextUserPk(tx);
  await gatherIndex(tx, "much");
  await placeRows(tx, staging, applying, signal, (placed) => {
    onProgress({ phase: "write", done: Math.min(total, done + placed), total });
  });
  await gatherIndex(tx, "usual");
  await recordRows(tx, applying, firstNew, signal);
  if (staging.hasGroups()) await joinRows(staging, applying, firstNew, signal);
  await rememberCreated(tx, options.importId);
  return applying.newGroups;
}
