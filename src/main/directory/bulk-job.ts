import {
  type BulkAct,
  type BulkReport,
  maxVerdicts,
  type RowVerdict,
  type Selection,
} from "#shared/contract/directory.ts";
import { AppError } from "#shared/errors.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
import type { Actor } from "../base/actor.ts";
import type { CallOptions } from "../base/ports.ts";
import { type Change, changeWith } from "../call/change.ts";
import { addMember, groupById, groupRemains, removeMember, type StoredGroup } from "../store/people/groups.ts";
import { lettersInPost, type Losses, lossesByDeletion, noLosses } from "../store/people/losses.ts";
import { openAt } from "../store/open.ts";
import type { Db, Store, StoreAddress } from "../store/store.ts";
import { countSelected, selectedUsers } from "../store/people/selection.ts";
import { readUser, touchUser, userTarget, type UserWithGroups } from "../store/people/users.ts";
import { type Keys, withKeys } from "../keys/keys.ts";
import { changeStatus, erase } from "./acts.ts";
import { lossesAsText } from "./losses.ts";

export interface BulkInput {
  store: StoreAddress;
  dataKey: Uint8Array;
  selection: Selection;
  act: BulkAct;
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
  /** Only says what would happen. */
  preview: boolean;
}

/** Reads what the caller's transaction, or the whole store, has now. */
interface Act {
  /** Whether what it is about was deleted since the run began. */
  vanished(db: Db): Promise<boolean>;
  /** Why it cannot be done to the person; null: it can. */
  refused(db: Db, user: UserWithGroups): Promise<Text | null>;
  /** Why nothing changes for the person; null: something does. */
  unchanged(user: UserWithGroups): Text | null;
  /** What of the person's stops working. */
  losses(db: Db, user: UserWithGroups): Promise<Losses>;
  /** @returns false if no change was needed */
  apply(made: Change, user: UserWithGroups): Promise<boolean>;
}

const isMember = (user: UserWithGroups, group: StoredGroup): boolean =>
  (JSON.parse(user.group_names) as { id: string }[]).some(({ id }) => id === group.id);

/** @throws AppError NOT_FOUND */
async function requireGroup(db: Db, act: BulkAct): Promise<StoredGroup | null> {
  if (!("group" in act)) return null;
  const group = await groupById(db, act.group);
  if (!group) throw new AppError("NOT_FOUND", { text: text("directory.noSuchGroup") });
  return group;
}

interface ActContext {
  group: StoredGroup | null;
  /** UTC milliseconds. */
  at: number;
}

/** What somebody who had left still has is decided one by one. */
async function undecided(db: Db, user: UserWithGroups, at: number): Promise<Text | null> {
  const { authenticators, backupCodes } = await lossesByDeletion(db, user.id, at);
  if (authenticators === 0 && backupCodes === 0) return null;
  return text("directory.undecided");
}

const statusAct = (status: UserStatus, { at }: ActContext): Act => ({
  vanished: async () => false,
  refused: async (db, user) => (user.status === "left" && status !== "left" ? undecided(db, user, at) : null),
  unchanged: (user) => (user.status === status ? text("directory.hasStatus") : null),
  losses: async (db, user) =>
    status === "left" ? { ...noLosses, letters: await lettersInPost(db, user.id, at) } : noLosses,
  async apply(made, user) {
    await changeStatus(made, user, status);
    return true;
  },
});

const deletion = ({ at }: ActContext): Act => ({
  vanished: async () => false,
  refused: async () => null,
  unchanged: () => null,
  losses: (db, user) => lossesByDeletion(db, user.id, at),
  async apply(made, user) {
    await erase(made, user);
    return true;
  },
});

const membership = (joins: boolean, group: StoredGroup): Act => ({
  vanished: async (db) => !(await groupRemains(db, group)),
  refused: async () => null,
  unchanged: (user) =>
    isMember(user, group) === joins ? text(joins ? "directory.inGroup" : "directory.notInGroup") : null,
  losses: async () => noLosses,
  async apply({ tx, at, note }, user) {
    if (!(await (joins ? addMember : removeMember)(tx, group.pk, user.pk))) return false;
    await touchUser(tx, user.pk, at);
    note({ action: joins ? "user.join" : "user.part", target: userTarget(user), details: { group: group.name } });
    return true;
  },
});

function actFor(act: BulkAct, context: ActContext): Act {
  if (act.kind === "setStatus") return statusAct(act.status, context);
  if (act.kind === "delete" || !context.group) return deletion(context);
  return membership(act.kind === "addToGroup", context.group);
}

/** Collects results up to the bound; the sums count all. */
class Report {
  readonly #rows: RowVerdict[] = [];
  readonly #refused: RowVerdict[] = [];
  readonly sums = { total: 0, done: 0, unchanged: 0, refused: 0 };
  readonly #voided = { letters: 0, authenticators: 0, backupCodes: 0 };

  add(user: UserWithGroups, verdict: RowVerdict["verdict"], message: Text | null): void {
    this.sums.total += 1;
    this.sums[verdict] += 1;
    const into = verdict === "refused" ? this.#refused : this.#rows;
    if (into.length >= maxVerdicts) return;
    into.push({ userId: user.id, username: user.username, name: user.name, verdict, message });
  }

  done(user: UserWithGroups, losses: Losses): void {
    this.#voided.letters += losses.letters.length;
    this.#voided.authenticators += losses.authenticators;
    this.#voided.backupCodes += losses.backupCodes;
    this.add(user, "done", lossesAsText(losses));
  }

  result(): BulkReport {
    return { sums: this.sums, voided: this.#voided, rows: [...this.#refused, ...this.#rows].slice(0, maxVerdicts) };
  }
}

async function applyTo(made: Change, user: UserWithGroups, act: Act, report: Report): Promise<void> {
  const { tx } = made;
  const current = await readUser(tx, user.pk);
  if (!current) {
    report.add(user, "refused", text("directory.deletedMeanwhile"));
    return;
  }
  const now = { ...user, ...current };
  const refusal = await act.refused(tx, now);
  if (refusal !== null) {
    report.add(user, "refused", refusal);
    return;
  }
  const why = act.unchanged(now);
  const losses = why === null ? await act.losses(tx, now) : noLosses;
  if (why === null && (await act.apply(made, now))) report.done(user, losses);
  else report.add(user, "unchanged", why ?? text("directory.noChange"));
}

/** A page is one transaction: what a cancelled run has changed is complete and in the audit log. */
const runPage = (
  store: Store,
  keys: Keys,
  page: readonly UserWithGroups[],
  act: Act,
  report: Report,
  { actor, at }: BulkInput,
): Promise<void> =>
  changeWith({ store, keys, actor, at }, async (made) => {
    if (await act.vanished(made.tx)) throw vanished(report.sums);
    for (const user of page) await applyTo(made, user, act, report);
  });

async function previewPage(db: Db, page: readonly UserWithGroups[], act: Act, report: Report): Promise<void> {
  for (const user of page) {
    const refusal = await act.refused(db, user);
    const why = act.unchanged(user);
    if (refusal !== null) report.add(user, "refused", refusal);
    else if (why === null) report.done(user, await act.losses(db, user));
    else report.add(user, "unchanged", why);
  }
}

/** What ended the run, and what it had done. */
const soFar = (what: Text, count: number): Text => sentences(what, text("directory.soFar", { count }));

const stopped = ({ done, total }: BulkReport["sums"]): AppError =>
  new AppError("CANCELLED", { text: soFar(text("directory.cancelled"), done), details: { done, total } });

const vanished = ({ done, total }: BulkReport["sums"]): AppError =>
  new AppError("NOT_FOUND", { text: soFar(text("directory.groupDeletedMeanwhile"), done), details: { done, total } });

/** Changes a selection of people, or says what would be changed. For a worker. @throws AppError CANCELLED, NOT_FOUND */
export const runBulk = (input: BulkInput, context: Required<CallOptions>): Promise<BulkReport> =>
  withKeys(input.dataKey, (keys) => changeSelected(keys, input, context));

async function changeSelected(keys: Keys, input: BulkInput, context: Required<CallOptions>): Promise<BulkReport> {
  const store = await openAt(input.store, { alone: true });
  const report = new Report();
  try {
    const group = await requireGroup(store.db, input.act);
    const act = actFor(input.act, { group, at: input.at });
    const total = await countSelected(store.db, input.selection);
    for await (const page of selectedUsers(store.db, input.selection)) {
      // Lets a request to stop through.
      await new Promise(setImmediate);
      if (context.signal.aborted) throw stopped(report.sums);
      if (input.preview) await previewPage(store.db, page, act, report);
      else await runPage(store, keys, page, act, report, input);
      context.onProgress({ phase: "people", done: report.sums.total, total });
    }
    return report.result();
  } finally {
    await store.close();
  }
}
