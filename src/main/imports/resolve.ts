import type { AcceptedDecision } from "#shared/contract/exchange.ts";
import { nameKey } from "#shared/model/text.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { JobContext } from "../jobs/job.ts";
import { findUsers, type FoundUsers, peopleWithEmail, usersLookingLike } from "../store/people/find-users.ts";
import { groupsOfUser, listGroups, type StoredGroup } from "../store/people/groups.ts";
import type { Db } from "../store/store.ts";
import { lettersInPost, noLosses } from "../store/people/losses.ts";
import type { Decision, StagedRow, Staging } from "../store/staging.ts";
import { derivedColumns, type StoredUser, type UserFacts } from "../store/people/users.ts";
import { lossesAsText } from "../directory/losses.ts";
import { changedFields, updateOf } from "./changes.ts";
import { emailKeys, keysToFind, Questions } from "./questions.ts";
import type { OneNamed } from "./group-folders.ts";
import type { Open } from "./row-status.ts";
import { pause } from "./stage.ts";

export interface ResolveOptions {
  matchBy: "username" | "externalId";
  /** Whether known people are changed. */
  update: boolean;
  createGroups: boolean;
  /** Kinds of open decisions that are answered by taking the table's own value. */
  accept: readonly AcceptedDecision[];
  /** UTC milliseconds. */
  at: number;
}

interface ResolveContext {
  /** Names of groups that are several in the directory, by their keys. */
  oneNamed: ReadonlyMap<string, OneNamed>;
  /** Whether rows may hold an earlier decision. */
  again: boolean;
}

/** The store's groups, and those that the table names beyond them. Keys are `nameKey`s. */
export interface Groups {
  known: Map<string, StoredGroup>;
  /** As the table first writes them. */
  fresh: Map<string, string>;
}

export const groupNamesOf = (row: Pick<StagedRow, "groups">): string[] | null =>
  row.groups === null ? null : (JSON.parse(row.groups) as string[]);

/**
 * The person after the row: what the row says, otherwise what was there. The identifier that found the person keeps its
 * spelling.
 */
export function merged(user: StoredUser, row: StagedRow, matchBy: ResolveOptions["matchBy"]): UserFacts {
  return {
    username: matchBy === "username" ? user.username : (row.username ?? user.username),
    name: row.name ?? user.name,
    email: row.email ?? user.email,
    external_id: matchBy === "externalId" ? user.external_id : (row.external_id ?? user.external_id),
    notes: row.notes ?? user.notes,
    status: row.status ?? user.status,
  };
}

const sameGroups = (before: readonly StoredGroup[], names: readonly string[]): boolean => {
  const wanted = new Set(names.map(nameKey));
  return wanted.size === before.length && before.every(({ name_key }) => wanted.has(name_key));
};

/** @param says one after another */
const decision = (verdict: Decision["verdict"], says: readonly Text[], row: StagedRow): Decision => ({
  verdict,
  message: says.length === 0 ? "[]" : JSON.stringify(says),
  user_pk: null,
  name_sort: row.name_sort,
  search: row.search,
  moves: verdict === "create",
  changes: "[]",
  loses: 0,
  letters: 0,
  decision: null,
  decision_column: null,
  decision_value: "",
});

const refuse = (row: StagedRow, ...why: readonly Text[]): Decision => decision("refused", why, row);

/** A row that waits for decisions; it is counted under the first of them. */
function undecided(row: StagedRow, open: readonly Open[]): Decision {
  const [first] = open;
  return {
    ...refuse(row, ...open.map(({ message }) => message)),
    decision: first?.decision ?? null,
    decision_column: first?.column ?? null,
    decision_value: first?.value ?? "",
  };
}

type Looks = Awaited<ReturnType<typeof usersLookingLike>>;

/** Decides rows against the store as a connection sees it. */
class Resolver {
  readonly #db: Db;
  readonly #options: ResolveOptions;
  readonly #questions: Questions;
  readonly groups: Groups;

  constructor(
    db: Db,
    staging: Staging,
    options: ResolveOptions,
    { oneNamed }: ResolveContext,
    known: readonly StoredGroup[],
  ) {
    this.#db = db;
    this.#options = options;
    this.#questions = new Questions(db, staging, options.accept, oneNamed);
    this.groups = { known: new Map(known.map((group) => [group.name_key, group])), fresh: new Map() };
  }

  async decideAll(rows: readonly StagedRow[]): Promise<(Decision & { row: number })[]> {
    const names = rows.flatMap((row) => [
      ...keysToFind(row.username_key),
      ...[row.look_key, row.bare_key].filter((key) => key !== null),
    ]);
    const ids = rows.flatMap((row) => keysToFind(row.external_key));
    const found = await findUsers(this.#db, names, ids);
    const looks = await usersLookingLike(
      this.#db,
      rows.flatMap((row) => row.look_key ?? row.username_key ?? []),
    );
    const decided: (Decision & { row: number })[] = [];
    for (const row of rows) decided.push({ row: row.row, ...(await this.#decide(row, found, looks)) });
    return decided;
  }

  /** Whose username looks like the row's without being it (UTS 39): refused, as by hand. */
  #alike(row: StagedRow, user: StoredUser | undefined, { byName }: FoundUsers, looks: Looks): Text | null {
    if (row.username_key === null || user?.username_key === row.username_key) return null;
    const plain = row.look_key === null ? undefined : byName.get(row.look_key);
    const others = [plain, ...(looks.get(row.look_key ?? row.username_key) ?? [])];
    const other = others.find((one) => one && one.pk !== user?.pk && one.username_key !== row.username_key);
    const whose = other?.username ?? (row.look_twin === null ? null : text("imports.row", { row: row.look_twin }));
    return whose === null ? null : text("imports.looksLike", { whose });
  }

  async #decide(row: StagedRow, found: FoundUsers, looks: Looks): Promise<Decision> {
    const named = found.byName.get(row.username_key ?? "");
    const numbered = found.byExternalId.get(row.external_key ?? "");
    const user = this.#options.matchBy === "username" ? named : numbered;
    if (numbered && numbered.pk !== user?.pk)
      return refuse(row, text("imports.externalIdTaken", { username: numbered.username }));
    if (named && named.pk !== user?.pk) {
      return refuse(row, text("imports.usernameTaken", { username: named.username }));
    }
    if (user && !this.#options.update)
      return { ...decision("unchanged", [text("imports.knownAlready")], row), user_pk: user.pk };
    const alike = this.#alike(row, user, found, looks);
    if (alike !== null) return refuse(row, alike);
    const unknown = this.#unknownGroups(row);
    if (unknown.length > 0 && !this.#options.createGroups) {
      return refuse(row, text("imports.noGroup", { names: unknown }));
    }
    if (!user && row.username_key === null) return refuse(row, text("imports.needsUsername"));
    const open = await this.#questions.of(row, user, found);
    if (open.length > 0) return undecided(row, open);
    const decided = user ? await this.#changed(user, row) : decision("create", [], row);
    if (decided.verdict !== "unchanged") for (const name of unknown) this.groups.fresh.set(nameKey(name), name);
    return decided;
  }

  #unknownGroups(row: StagedRow): string[] {
    return (groupNamesOf(row) ?? []).filter((name) => !this.groups.known.has(nameKey(name)));
  }

  async #changed(user: StoredUser, row: StagedRow): Promise<Decision> {
    const after = merged(user, row, this.#options.matchBy);
    const names = groupNamesOf(row);
    const before = names ? await groupsOfUser(this.#db, user.pk) : [];
    const moved =
      names && !sameGroups(before, names) ? { before: before.map(({ name }) => name), after: names } : undefined;
    if (!moved && changedFields(user, after).length === 0) {
      return { ...decision("unchanged", [], row), user_pk: user.pk };
    }
    const { changes, message, loses } = updateOf(user, after, moved);
    const { name_sort, search } = derivedColumns(after);
    const letters =
      after.status === "left" && user.status !== "left" ? await lettersInPost(this.#db, user.id, this.#options.at) : [];
    const lost = lossesAsText({ ...noLosses, letters });
    return {
      ...decision(
        "update",
        [message, lost].filter((one) => one !== null),
        row,
      ),
      user_pk: user.pk,
      name_sort,
      search,
      moves: search !== user.search || name_sort !== user.name_sort,
      changes: JSON.stringify(changes),
      loses: loses || letters.length > 0 ? 1 : 0,
      letters: letters.length,
    };
  }
}

/**
 * Decides every sound row of the staging against the store.
 *
 * @throws AppError CANCELLED
 */
export async function resolveRows(
  db: Db,
  staging: Staging,
  options: ResolveOptions,
  context: ResolveContext,
  { signal, onProgress }: JobContext,
): Promise<Groups> {
  if (staging.hasEmails()) await staging.noteOwners(emailKeys(peopleWithEmail(db)));
  const resolver = new Resolver(db, staging, options, context, await listGroups(db));
  const total = staging.count();
  for (const page of staging.sound()) {
    const decided = await resolver.decideAll(page);
    // Staged rows are taken for new users until something else is decided.
    staging.decide(context.again ? decided : decided.filter(({ verdict }) => verdict !== "create"));
    onProgress({ phase: "check", done: page.at(-1)?.row ?? 0, total });
    await pause(signal);
  }
  return resolver.groups;
}
