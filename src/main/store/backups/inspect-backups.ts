import { BackupPlan, defaultPlan } from "#shared/model/backups.ts";
import { isStale, isUntested } from "./backup-age.ts";
import type { BackupRecipientRow } from "../migrations/backup-schema.ts";
import { only, row, rows, value } from "../statements.ts";
import type { Db } from "../store.ts";

/** What an inspection of the store says about its backups. */
export interface BackupsFound {
  /** Whether automatic backups are possible: there is a recipient to encrypt them to, and a location. */
  configured: boolean;
  /** When the newest one was made, automatically (test-restored, and at a location) or manually; UTC milliseconds. */
  lastAt: number | null;
  /**
   * Whether there is none, or it is older than the plan allows. If automatic ones are made, manual ones do not count.
   */
  stale: boolean;
  /** Runs with problems that nobody has acknowledged. */
  problems: number;
  /** Names of recipients whose backup key was never tested, or not for longer than the plan allows. */
  unprovenRecipients: string[];
}

/** The restore that this store came from, as far as somebody has to know about it. */
export interface RestoreFound {
  /** Whether something still needs review. */
  open: boolean;
  /** The last one whose backup had a broken audit chain. */
  broken: { at: number; backupName: string; event: number } | null;
}

async function planOf(db: Db): Promise<BackupPlan> {
  const text = await value<string>(db, "SELECT plan FROM backup_plan");
  const plan = BackupPlan.safeParse(text === undefined ? defaultPlan : JSON.parse(text));
  return plan.success ? plan.data : defaultPlan;
}

/** @param now UTC milliseconds; the store is of schema version 4 or later */
export async function readBackupsFound(db: Db, now: number): Promise<BackupsFound> {
  const plan = await planOf(db);
  const configured = await only<0 | 1>(
    db,
    "SELECT EXISTS (SELECT 1 FROM backup_recipients) AND EXISTS (SELECT 1 FROM destinations WHERE enabled = 1)",
  );
  const proven = await only<number | null>(
    db,
    `SELECT max(created_at) FROM backups WHERE proven_at IS NOT NULL AND EXISTS
       (SELECT 1 FROM backup_copies WHERE backup_id = backups.id AND state = 'stored')`,
  );
  const byHand = await value<number>(
    db,
    "SELECT at FROM audit_events WHERE action = 'backup.create' AND result = 'done' ORDER BY seq DESC LIMIT 1",
  );
  const counted = configured === 1 ? [proven] : [proven, byHand ?? null];
  const [newest = null] = counted.filter((at) => at !== null).toSorted((one, other) => other - one);
  const problems = await only<number>(
    db,
    "SELECT count(*) FROM backup_runs WHERE acknowledged_at IS NULL AND outcome IN ('partial', 'failed')",
  );
  const recipients = await rows<Pick<BackupRecipientRow, "name" | "proven_at">>(
    db,
    "SELECT name, proven_at FROM backup_recipients ORDER BY id",
  );
  return {
    configured: configured === 1,
    lastAt: newest,
    stale: isStale(newest, plan, now),
    problems,
    unprovenRecipients: recipients.filter((one) => isUntested(one, plan, now)).map(({ name }) => name),
  };
}

/** The store is of schema version 5 or later. */
export async function readRestoreFound(db: Db): Promise<RestoreFound> {
  const open = await only<0 | 1>(db, "SELECT EXISTS (SELECT 1 FROM restores WHERE settled_at IS NULL)");
  const broken = await row<NonNullable<RestoreFound["broken"]>>(
    db,
    `SELECT at, backup_name AS "backupName", audit_broken_at AS event FROM restores
     WHERE audit_broken_at IS NOT NULL ORDER BY id DESC LIMIT 1`,
  );
  return { open: open === 1, broken: broken ?? null };
}
