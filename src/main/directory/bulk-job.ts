import {
  type BulkAct,
  type BulkReport,
  maxVerdicts,
  type RowVerdict,
  type Selection,
} from "#shared/contract/directory.ts";
import { AppError } from "#shared/errors.ts";
import type { UserStatus } from "#shared/model/records.ts";
import type { Actor } from "../base/actor.ts";
import { type AuditBatch, type NewAuditEvent, openAuditBatch } from "../audit/append.ts";
import type { CallOptions } from "../base/ports.ts";
import {
  eraseUser,
  groupRemains,
  joinGroup,
  leaveGroup,
  readUser,
  writeRaw,
  writeStatus,
} from "../store/people/bulk-directory.ts";
import { rawOf, type Raw } from "../store/sqlite/connection.ts";
import { groupById, type StoredGroup } from "../store/people/groups.ts";
import { lettersInPost, type Losses, lossesByDeletion, noLosses } from "../store/people/losses.ts";
import { openStore, type Db } from "../store/open.ts";
import { countSelected, selectedUsers } from "../store/people/selection.ts";
import { userTarget, type UserWithGroups } from "../store/people/users.ts";
import { voidAll } from "../twofactor/void-enrolment.ts";
import { type Keys, withKeys } from "../keys/keys.ts";
import { lossesInAudit, lossesInWords } from "./losses.ts";

export interface BulkInput {
  /** The store's database file. */
  file: string;
  dataKey: Uint8Array;
  selection: Selection;
  act: BulkAct;
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
  /** Only says what would happen. */
  preview: boolean;
}

interface Act {
  /** Whether what it is about was deleted since the run began. */
  vanished(): boolean;
  /** Why it cannot be done to the person; null: it can. */
  refused(user: UserWithGroups): string | null;
  /** Why nothing changes for the person; null: something does. */
  unchanged(user: UserWithGroups): string | null;
  /** What of the person's stops working. */
  losses(user: UserWithGroups): Losses;
  /** In a transaction. @returns what happened; nothing if no change was needed */
  apply(user: UserWithGroups): NewAuditEvent[];
}

const isMember = (user: UserWithGroups, group: StoredGroup): boolean =>
  (JSON.parse(user.group_names) as { id: string }[]).some(({ id }) => id === group.id);

/** @throws AppError NOT_FOUND */
async function requireGroup(db: Db, act: BulkAct): Promise<StoredGroup | null> {
  if (!("group" in act)) return null;
  const group = await groupById(db, act.group);
  if (!group) throw new AppError("NOT_FOUND", { message: "There is no such group." });
  return group;
}

const statusEvent = { active: "user.enable", disabled: "user.disable", left: "user.leave" } as const;

interface ActContext {
  raw: Raw;
  group: StoredGroup | null;
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
}

/** What somebody who had left still has is decided one by one. */
function undecided(raw: Raw, user: UserWithGroups, at: number): string | null {
  const { authenticators, backupCodes } = lossesByDeletion(raw, user.id, at);
  if (authenticators === 0 && backupCodes === 0) return null;
  return "Had left and still has authenticators or backup codes. Change the status on this person's page and choose whether to keep them.";
}

function statusAct(status: UserStatus, { raw, actor, at }: ActContext): Act {
  return {
    vanished: () => false,
    refused: (user) => (user.status === "left" && status !== "left" ? undecided(raw, user, at) : null),
    unchanged: (user) => (user.status === status ? "Already has this status." : null),
    losses: (user) => (status === "left" ? { ...noLosses, letters: lettersInPost(raw, user.id, at) } : noLosses),
    apply(user) {
      writeStatus(raw, user.pk, status, at);
      const changed = { actor, action: statusEvent[status], target: userTarget(user) };
      return status === "left" ? [changed, ...voidAll(raw, user, { reason: "left", actor, at })] : [changed];
    },
  };
}

const deletion = ({ raw, actor, at }: ActContext): Act => ({
  vanished: () => false,
  refused: () => null,
  unchanged: () => null,
  losses: (user) => lossesByDeletion(raw, user.id, at),
  apply(user) {
    const details = lossesInAudit(lossesByDeletion(raw, user.id, at));
    eraseUser(raw, user, at);
    return [{ actor, action: "user.delete", target: userTarget(user), details }];
  },
});

function membership(joins: boolean, group: StoredGroup, { raw, actor, at }: ActContext): Act {
  return {
    vanished: () => !groupRemains(raw, group),
    refused: () => null,
    unchanged: (user) =>
      isMember(user, group) === joins ? (joins ? "Is in this group already." : "Is not in this group.") : null,
    losses: () => noLosses,
    apply(user) {
      if (!(joins ? joinGroup : leaveGroup)(raw, user.pk, group.pk, at)) return [];
      const action = joins ? "user.join" : "user.part";
      return [{ actor, action, target: userTarget(user), details: { group: group.name } }];
    },
  };
}

function actFor(act: BulkAct, context: ActContext): Act {
  if (act.kind === "setStatus") return statusAct(act.status, context);
  if (act.kind === "delete" || !context.group) return deletion(context);
  return membership(act.kind === "addToGroup", context.group, context);
}

/** Collects results up to the bound; the sums count all. */
class Report {
  readonly #rows: RowVerdict[] = [];
  readonly #refused: RowVerdict[] = [];
  readonly sums = { total: 0, done: 0, unchanged: 0, refused: 0 };
  readonly #voided = { letters: 0, authenticators: 0, backupCodes: 0 };

  add(user: UserWithGroups, verdict: RowVerdict["verdict"], message: string): void {
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
    this.add(user, "done", lossesInWords(losses));
  }

  result(): BulkReport {
    return { sums: this.sums, voided: this.#voided, rows: [...this.#refused, ...this.#rows].slice(0, maxVerdicts) };
  }
}

const gone = "Was deleted meanwhile.";

function applyTo(user: UserWithGroups, act: Act, report: Report, raw: Raw, note: () => AuditBatch): void {
  const current = readUser(raw, user.pk);
  if (!current) {
    report.add(user, "refused", gone);
    return;
  }
  const now = { ...user, ...current };
  const refusal = act.refused(now);
  if (refusal !== null) {
    report.add(user, "refused", refusal);
    return;
  }
  const why = act.unchanged(now);
  const losses = why === null ? act.losses(now) : noLosses;
  const events = why === null ? act.apply(now) : [];
  if (events.length === 0) report.add(user, "unchanged", why ?? "No change needed.");
  else report.done(user, losses);
  for (const event of events) note().append(event);
}

/** A page is one transaction: what a cancelled run has changed is complete and in the audit log. */
function runPage(
  db: Db,
  keys: Keys,
  page: readonly UserWithGroups[],
  act: Act,
  report: Report,
  input: BulkInput,
): void {
  const raw = rawOf(db);
  writeRaw(raw, () => {
    if (act.vanished()) throw vanished(report.sums);
    let batch: AuditBatch | undefined;
    const note = (): AuditBatch => (batch ??= openAuditBatch(raw, keys, input.at));
    for (const user of page) applyTo(user, act, report, raw, note);
    batch?.close();
  });
}

const soFar = (done: number): string =>
  done === 0
    ? "Nobody was changed."
    : `${done} ${done === 1 ? "person was" : "people were"} changed before that; the others were not.`;

const stopped = ({ done, total }: BulkReport["sums"]): AppError =>
  new AppError("CANCELLED", { message: `Cancelled. ${soFar(done)}`, details: { done, total } });

const vanished = ({ done, total }: BulkReport["sums"]): AppError =>
  new AppError("NOT_FOUND", { message: `The group was deleted meanwhile. ${soFar(done)}`, details: { done, total } });

/** Changes a selection of people, or says what would be changed. For a worker. @throws AppError CANCELLED, NOT_FOUND */
export const runBulk = (input: BulkInput, context: Required<CallOptions>): Promise<BulkReport> =>
  withKeys(input.dataKey, (keys) => changeSelected(keys, input, context));

async function changeSelected(keys: Keys, input: BulkInput, context: Required<CallOptions>): Promise<BulkReport> {
  const store = openStore(input.file, { create: false });
  const report = new Report();
  try {
    const group = await requireGroup(store.db, input.act);
    const act = actFor(input.act, { raw: rawOf(store.db), group, actor: input.actor, at: input.at });
    const total = await countSelected(store.db, input.selection);
    for await (const page of selectedUsers(store.db, input.selection)) {
      // Lets a request to stop through.
      await new Promise(setImmediate);
      if (context.signal.aborted) throw stopped(report.sums);
      if (!input.preview) runPage(store.db, keys, page, act, report, input);
      else
        for (const user of page) {
          const refusal = act.refused(user);
          const why = act.unchanged(user);
          if (refusal !== null) report.add(user, "refused", refusal);
          else if (why === null) report.done(user, act.losses(user));
          else report.add(user, "unchanged", why);
        }
      context.onProgress({ phase: "people", done: report.sums.total, total });
    }
    return report.result();
  } finally {
    await store.close();
  }
}
