import { randomFillSync } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { ErrorDetails } from "#shared/errors.ts";
import { GroupId, type ImportId, type UserId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import type { Actor } from "../base/actor.ts";
import type { AuditBatch } from "../audit/append.ts";
import { newId } from "../base/ids.ts";
import type { JobContext } from "../jobs/job.ts";
import {
  addMember,
  groupsOfUser,
  insertNewGroup,
  insertNewUser,
  type KnownGroup,
  nextUserPk,
  removeMember,
  writeUser,
} from "../store/people/bulk-users.ts";
import { readUser } from "../store/people/bulk-directory.ts";
import type { Raw } from "../store/sqlite/connection.ts";
import type { StagedRow, Staging } from "../store/people/import-staging.ts";
import { rememberChanged, rememberCreated } from "../store/people/imports.ts";
import {
  gatherIndex,
  type IndexedUser,
  type NewUser,
  placeInOrder,
  stretchOrder,
  unplaceUser,
} from "../store/search/user-index.ts";
import { derivedColumns, type StoredUser, type UserFacts, userTarget } from "../store/people/users.ts";
import { voidAll } from "../twofactor/void-enrolment.ts";
import { changedFields } from "./changes.ts";
import { groupNamesOf, type Groups, merged, type ResolveOptions } from "./resolve.ts";
import { pause } from "./stage.ts";

/** What an import remembers about a person whom it changes. */
export type BeforeImage = UserFacts & { import_id: ImportId | null; updated_at: number; groups: GroupId[] };

export interface ApplyOptions {
  importId: ImportId;
  matchBy: ResolveOptions["matchBy"];
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
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

const beforeAndAfter = {
  username: "username",
  name: "name",
  email: "email",
  external_id: "externalId",
  status: "status",
} as const;

/** Recorded as an edit by hand would be: before and after of each field; for the notes only that they changed. */
function differences(before: UserFacts, after: UserFacts): ErrorDetails {
  const details: ErrorDetails = {};
  for (const field of changedFields(before, after)) {
    if (field === "notes") details["notesChanged"] = true;
    else {
      details[`${beforeAndAfter[field]}Before`] = before[field];
      details[`${beforeAndAfter[field]}After`] = after[field];
    }
  }
  return details;
}

const joined = (groups: readonly Pick<KnownGroup, "name">[]): string => groups.map(({ name }) => name).join(", ");

class Applying {
  readonly #raw: Raw;
  readonly #batch: AuditBatch;
  readonly #options: ApplyOptions;
  readonly #groups: Map<string, KnownGroup>;
  readonly #nextId: () => UserId;
  #nextPk: number;
  readonly newGroups: GroupId[] = [];

  constructor(raw: Raw, batch: AuditBatch, groups: Map<string, KnownGroup>, options: ApplyOptions) {
    this.#raw = raw;
    this.#batch = batch;
    this.#options = options;
    this.#groups = groups;
    this.#nextId = idsOf(options.at);
    this.#nextPk = nextUserPk(raw);
  }

  #audit(action: string, target: { id: string; name: string }, details: ErrorDetails = {}): void {
    const { actor, importId } = this.#options;
    this.#batch.append({ actor, action, target, details: { import: importId, ...details } });
  }

  makeGroup(name: string): void {
    const { at } = this.#options;
    const row = { id: newId(GroupId, at), name, name_key: nameKey(name), description: "", created_at: at };
    const pk = insertNewGroup(this.#raw, row);
    this.#groups.set(row.name_key, { pk, ...row });
    this.newGroups.push(row.id);
    this.#audit("group.add", row);
  }

  #groupsNamed(names: readonly string[]): KnownGroup[] {
    const found = names.map((name) => this.#groups.get(nameKey(name))).filter((group) => group !== undefined);
    return [...new Set(found)];
  }

  update(row: StagedRow, user: StoredUser): void {
    const { importId, matchBy, at } = this.#options;
    const after = merged(user, row, matchBy);
    const groups = groupsOfUser(this.#raw, user.pk);
    const { username, name, email, external_id, notes, status, import_id, updated_at } = user;
    const facts = { username, name, email, external_id, notes, status };
    const before: BeforeImage = { ...facts, import_id, updated_at, groups: groups.map(({ id }) => id) };
    const derived = derivedColumns(after);
    if (derived.search !== user.search || derived.name_sort !== user.name_sort) unplaceUser(this.#raw, user);
    const names = groupNamesOf(row);
    const wanted = names ? this.#groupsNamed(names) : groups;
    for (const group of groups)
      if (!wanted.some(({ pk }) => pk === group.pk)) removeMember(this.#raw, group.pk, user.pk);
    for (const group of wanted) if (!groups.some(({ pk }) => pk === group.pk)) addMember(this.#raw, group.pk, user.pk);
    if (after.status === "left" && status !== "left") this.#endLetters(user);
    writeUser(this.#raw, user.pk, { ...after, ...derived, import_id: importId, updated_at: at });
    rememberChanged(this.#raw, importId, user.id, JSON.stringify(before));
    const [groupsBefore, groupsAfter] = [joined(groups), joined(wanted)];
    const groupDetails = groupsBefore === groupsAfter ? {} : { groupsBefore, groupsAfter };
    this.#audit("user.edit", userTarget({ ...user, ...after }), { ...differences(facts, after), ...groupDetails });
  }

  /** Before the person is written: nothing else may change one whom the import can restore. */
  #endLetters(user: StoredUser): void {
    const { actor, at, importId } = this.#options;
    for (const event of voidAll(this.#raw, user, { reason: "left", actor, at })) {
      this.#batch.append({ ...event, details: { import: importId, ...event.details } });
    }
  }

  #create(row: StagedRow, pk: number, ordinal: number): void {
    const { importId, at } = this.#options;
    const id = this.#nextId();
    const username = row.username ?? "";
    insertNewUser(this.#raw, {
      pk,
      id,
      username,
      username_key: row.username_key ?? "",
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
    });
    this.#audit("user.add", { id, name: username });
  }

  /** @param pk of the new person that the row has become */
  joinGroups(row: StagedRow, pk: number): void {
    const names = groupNamesOf(row);
    if (names) for (const group of this.#groupsNamed(names)) addMember(this.#raw, group.pk, pk);
  }

  /** A row as a person who gets a position: a new one is written when the position is known. */
  toPlace(row: StagedRow): IndexedUser | NewUser {
    const { name_sort, search } = row;
    if (row.user_pk !== null) return { pk: row.user_pk, name_sort, search };
    const pk = (this.#nextPk += 1) - 1;
    const status = row.status ?? "active";
    return { pk, name_sort, search, status, insert: (ordinal) => this.#create(row, pk, ordinal) };
  }
}

function* usersToPlace(rows: Iterable<StagedRow>, applying: Applying): Generator<IndexedUser | NewUser, undefined> {
  for (const row of rows) yield applying.toPlace(row);
}

/** Gives new and renamed people their positions, in the order of names. */
async function placeRows(
  raw: Raw,
  staging: Staging,
  applying: Applying,
  signal: AbortSignal,
  onPlaced: (placed: number) => void,
): Promise<void> {
  const firstNew = nextUserPk(raw);
  const users = usersToPlace(staging.placed(), applying);
  let placed = 0;
  try {
    const placing = placeInOrder(raw, users, (first, until) => {
      // New people come after all others of their name; the staging knows them without a number.
      const known = first.pk < firstNew ? first.pk : null;
      return staging.countPlaced({ name_sort: first.name_sort, user_pk: known }, until);
    });
    for (const _ of placing) {
      placed += 1;
      if (placed % rowsAtOnce !== 0) continue;
      onPlaced(placed);
      await pause(signal);
    }
  } finally {
    users.return(undefined);
  }
}

/**
 * Puts the new people into their groups after all of them have positions: a statement with triggers in between would
 * make the search index flush what it has collected.
 */
async function joinRows(staging: Staging, applying: Applying, firstNew: number, signal: AbortSignal): Promise<void> {
  let pk = firstNew;
  for (const row of staging.placed()) {
    if (row.user_pk !== null) continue;
    applying.joinGroups(row, pk);
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
  raw: Raw,
  staging: Staging,
  groups: Groups,
  batch: AuditBatch,
  options: ApplyOptions,
  { signal, onProgress }: JobContext,
): Promise<GroupId[]> {
  const applying = new Applying(raw, batch, new Map(groups.known), options);
  const { sums } = options;
  const total = sums.create + sums.update;
  let done = 0;
  stretchOrder(raw, sums.create);
  for (const name of groups.fresh.values()) applying.makeGroup(name);
  for (const page of staging.updates()) {
    for (const row of page) {
      const user = row.user_pk === null ? undefined : readUser(raw, row.user_pk);
      if (user) applying.update(row, user);
    }
    onProgress({ phase: "write", done: (done += page.length), total });
    await pause(signal);
  }
  staging.sort();
  const firstNew = nextUserPk(raw);
  gatherIndex(raw, "much");
  await placeRows(raw, staging, applying, signal, (placed) => {
    onProgress({ phase: "write", done: Math.min(total, done + placed), total });
  });
  gatherIndex(raw, "usual");
  if (staging.hasGroups()) await joinRows(staging, applying, firstNew, signal);
  rememberCreated(raw, options.importId);
  return applying.newGroups;
}
