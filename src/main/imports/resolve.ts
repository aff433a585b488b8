import type { AcceptedDecision } from "#shared/contract/exchange.ts";
import { nameKey } from "#shared/model/text.ts";
import type { JobContext } from "../jobs/job.ts";
import {
  allGroups,
  findUsers,
  type FoundUsers,
  groupsOfUser,
  type KnownGroup,
  peopleWithEmail,
  usersLookingLike,
} from "../store/people/bulk-users.ts";
import type { Raw } from "../store/sqlite/connection.ts";
import { lettersInPost, noLosses } from "../store/people/losses.ts";
import type { Decision, StagedRow, Staging } from "../store/people/import-staging.ts";
import { derivedColumns, type StoredUser, type UserFacts } from "../store/people/users.ts";
import { lossesInWords } from "../directory/losses.ts";
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
  known: Map<string, KnownGroup>;
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

const sameGroups = (before: readonly KnownGroup[], names: readonly string[]): boolean => {
  const wanted = new Set(names.map(nameKey));
  return wanted.size === before.length && before.every(({ name_key }) => wanted.has(name_key));
};

const decision = (verdict: Decision["verdict"], message: string, row: StagedRow): Decision => ({
  verdict,
  message,
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

const refuse = (row: StagedRow, why: string): Decision => decision("refused", why, row);

/** A row that waits for decisions; it is counted under the first of them. */
function undecided(row: StagedRow, open: readonly Open[]): Decision {
  const [first] = open;
  return {
    ...refuse(row, open.map(({ message }) => message).join(" ")),
    decision: first?.decision ?? null,
    decision_column: first?.column ?? null,
    decision_value: first?.value ?? "",
  };
}

type Looks = ReturnType<typeof usersLookingLike>;

/** Decides rows against the store as a connection sees it. */
class Resolver {
  readonly #raw: Raw;
  readonly #options: ResolveOptions;
  readonly #questions: Questions;
  readonly groups: Groups;

  constructor(raw: Raw, staging: Staging, options: ResolveOptions, { oneNamed }: ResolveContext) {
    this.#raw = raw;
    this.#options = options;
    this.#questions = new Questions(raw, staging, options.accept, oneNamed);
    this.groups = { known: new Map(allGroups(raw).map((group) => [group.name_key, group])), fresh: new Map() };
  }

  decideAll(rows: readonly StagedRow[]): (Decision & { row: number })[] {
    const names = rows.flatMap((row) => [
      ...keysToFind(row.username_key),
      ...[row.look_key, row.bare_key].filter((key) => key !== null),
    ]);
    const ids = rows.flatMap((row) => keysToFind(row.external_key));
    const found = findUsers(this.#raw, names, ids);
    const looks = usersLookingLike(
      this.#raw,
      rows.flatMap((row) => row.look_key ?? row.username_key ?? []),
    );
    return rows.map((row) => ({ row: row.row, ...this.#decide(row, found, looks) }));
  }

  /** Whose username looks like the row's without being it (UTS 39): refused, as by hand. */
  #alike(row: StagedRow, user: StoredUser | undefined, { byName }: FoundUsers, looks: Looks): string | null {
    if (row.username_key === null || user?.username_key === row.username_key) return null;
    const plain = row.look_key === null ? undefined : byName.get(row.look_key);
    const others = [plain, ...(looks.get(row.look_key ?? row.username_key) ?? [])];
    const other = others.find((one) => one && one.pk !== user?.pk && one.username_key !== row.username_key);
    const whose = other?.username ?? (row.look_twin === null ? null : `row ${row.look_twin}`);
    return whose === null ? null : `The username looks like that of ${whose}, but has other letters.`;
  }

  #decide(row: StagedRow, found: FoundUsers, looks: Looks): Decision {
    const named = found.byName.get(row.username_key ?? "");
    const numbered = found.byExternalId.get(row.external_key ?? "");
    const user = this.#options.matchBy === "username" ? named : numbered;
    if (numbered && numbered.pk !== user?.pk) return refuse(row, `The external id is taken by ${numbered.username}.`);
    if (named && named.pk !== user?.pk) {
      return refuse(row, `The username is taken by ${named.username}, who has another external id.`);
    }
    if (user && !this.#options.update) return { ...decision("unchanged", "Is known already.", row), user_pk: user.pk };
    const alike = this.#alike(row, user, found, looks);
    if (alike !== null) return refuse(row, alike);
    const unknown = this.#unknownGroups(row);
    if (unknown.length > 0 && !this.#options.createGroups) {
      return refuse(row, `There is no group named ${unknown.join(", ")}.`);
    }
    if (!user && row.username_key === null)
      return refuse(row, "Nobody has this external id, and a new person needs a username.");
    const open = this.#questions.of(row, user, found);
    if (open.length > 0) return undecided(row, open);
    const decided = user ? this.#changed(user, row) : decision("create", "", row);
    if (decided.verdict !== "unchanged") for (const name of unknown) this.groups.fresh.set(nameKey(name), name);
    return decided;
  }

  #unknownGroups(row: StagedRow): string[] {
    return (groupNamesOf(row) ?? []).filter((name) => !this.groups.known.has(nameKey(name)));
  }

  #changed(user: StoredUser, row: StagedRow): Decision {
    const after = merged(user, row, this.#options.matchBy);
    const names = groupNamesOf(row);
    const before = names ? groupsOfUser(this.#raw, user.pk) : [];
    const moved =
      names && !sameGroups(before, names) ? { before: before.map(({ name }) => name), after: names } : undefined;
    if (!moved && changedFields(user, after).length === 0) {
      return { ...decision("unchanged", "", row), user_pk: user.pk };
    }
    const { changes, message, loses } = updateOf(user, after, moved);
    const { name_sort, search } = derivedColumns(after);
    const letters =
      after.status === "left" && user.status !== "left" ? lettersInPost(this.#raw, user.id, this.#options.at) : [];
    const lost = lossesInWords({ ...noLosses, letters });
    return {
      ...decision("update", lost === "" ? message : `${message} ${lost}`, row),
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
  raw: Raw,
  staging: Staging,
  options: ResolveOptions,
  context: ResolveContext,
  { signal, onProgress }: JobContext,
): Promise<Groups> {
  if (staging.hasEmails()) staging.noteOwners(emailKeys(peopleWithEmail(raw)));
  const resolver = new Resolver(raw, staging, options, context);
  const total = staging.count();
  for (const page of staging.sound()) {
    const decided = resolver.decideAll(page);
    // Staged rows are taken for new users until something else is decided.
    staging.decide(context.again ? decided : decided.filter(({ verdict }) => verdict !== "create"));
    onProgress({ phase: "check", done: page.at(-1)?.row ?? 0, total });
    await pause(signal);
  }
  return resolver.groups;
}
