import {
  type BulkAct,
  type BulkReport,
  maxVerdicts,
  type RowVerdict,
  type Selection,
} from "#shared/contract/directory.ts";
import { AppError } from "#shared/errors.ts";
import { type Actor, type AuditBatch, openAuditBatch } from "../audit/append.ts";
import type { CallOptions } from "../ports.ts";
import { eraseUser, joinGroup, leaveGroup, readUser, writeRaw, writeStatus } from "../store/bulk-directory.ts";
import { rawOf } from "../store/connection.ts";
import { groupById, type StoredGroup } from "../store/groups.ts";
import { openStore, type Db } from "../store/open.ts";
import { countSelected, selectedUsers } from "../store/selection.ts";
import { userTarget, type UserWithGroups } from "../store/users.ts";
import { type Keys, withKeys } from "../vault/keys.ts";

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
  /** Why the user stays as it is; null: it changes. */
  unchanged(user: UserWithGroups): string | null;
  /** In a transaction. @returns whether something changed */
  apply(user: UserWithGroups): boolean;
  event: { action: string; details?: Record<string, string> };
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

function actFor(db: Db, act: BulkAct, group: StoredGroup | null, at: number): Act {
  const raw = rawOf(db);
  if (act.kind === "setStatus") {
    return {
      unchanged: (user) => (user.status === act.status ? "Has this status already." : null),
      apply(user) {
        writeStatus(raw, user.pk, act.status, at);
        return true;
      },
      event: { action: statusEvent[act.status] },
    };
  }
  if (act.kind === "delete" || !group) {
    return {
      unchanged: () => null,
      apply(user) {
        eraseUser(raw, user, at);
        return true;
      },
      event: { action: "user.delete" },
    };
  }
  const joins = act.kind === "addToGroup";
  return {
    unchanged: (user) =>
      isMember(user, group) === joins ? (joins ? "Is in this group already." : "Is not in this group.") : null,
    apply: (user) => (joins ? joinGroup : leaveGroup)(raw, user.pk, group.pk, at),
    event: { action: joins ? "user.join" : "user.part", details: { group: group.name } },
  };
}

/** Collects verdicts up to the bound; the sums count all. */
class Report {
  readonly #rows: RowVerdict[] = [];
  readonly #refused: RowVerdict[] = [];
  readonly sums = { total: 0, done: 0, unchanged: 0, refused: 0 };

  add(user: UserWithGroups, verdict: RowVerdict["verdict"], message: string): void {
    this.sums.total += 1;
    this.sums[verdict] += 1;
    const into = verdict === "refused" ? this.#refused : this.#rows;
    if (into.length >= maxVerdicts) return;
    into.push({ userId: user.id, username: user.username, name: user.name, verdict, message });
  }

  result(): BulkReport {
    return { sums: this.sums, rows: [...this.#refused, ...this.#rows].slice(0, maxVerdicts) };
  }
}

const gone = "Was deleted meanwhile.";

function applyTo(user: UserWithGroups, act: Act, report: Report, db: Db, note: () => AuditBatch, actor: Actor): void {
  const current = readUser(rawOf(db), user.pk);
  if (!current) {
    report.add(user, "refused", gone);
    return;
  }
  const why = act.unchanged({ ...user, ...current });
  if (why === null && act.apply({ ...user, ...current })) {
    report.add(user, "done", "");
    note().append({ actor, ...act.event, target: userTarget(current) });
  } else {
    report.add(user, "unchanged", why ?? "Is so already.");
  }
}

/** A page is one transaction: what a cancelled run has changed is whole and in the audit. */
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
    let batch: AuditBatch | undefined;
    const note = (): AuditBatch => (batch ??= openAuditBatch(raw, keys, input.at));
    for (const user of page) applyTo(user, act, report, db, note, input.actor);
    batch?.close();
  });
}

const stopped = ({ done, total }: BulkReport["sums"]): AppError =>
  new AppError("CANCELLED", {
    message:
      done === 0
        ? "Cancelled. Nobody was changed."
        : `Cancelled. ${done} ${done === 1 ? "person was" : "people were"} changed before that; the others were not.`,
    details: { done, total },
  });

/** Changes a selection of users, or says what would be changed. For a worker. @throws AppError CANCELLED, NOT_FOUND */
export const runBulk = (input: BulkInput, context: Required<CallOptions>): Promise<BulkReport> =>
  withKeys(input.dataKey, (keys) => changeSelected(keys, input, context));

async function changeSelected(keys: Keys, input: BulkInput, context: Required<CallOptions>): Promise<BulkReport> {
  const store = openStore(input.file, { create: false });
  const report = new Report();
  try {
    const act = actFor(store.db, input.act, await requireGroup(store.db, input.act), input.at);
    const total = await countSelected(store.db, input.selection);
    for await (const page of selectedUsers(store.db, input.selection)) {
      // Lets the request to stop in.
      await new Promise(setImmediate);
      if (context.signal.aborted) throw stopped(report.sums);
      if (!input.preview) runPage(store.db, keys, page, act, report, input);
      else
        for (const user of page) {
          const why = act.unchanged(user);
          report.add(user, why === null ? "done" : "unchanged", why ?? "");
        }
      context.onProgress({ phase: "people", done: report.sums.total, total });
    }
    return report.result();
  } finally {
    await store.close();
  }
}
