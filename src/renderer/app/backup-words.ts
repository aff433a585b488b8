import type { OutputOf } from "#shared/contract/index.ts";
import { counted, distanceInWords } from "../ui/format.ts";

type BackupHealth = OutputOf<"backupPlan.health">;

/**
 * `Last test restore passed 2 hours ago`.
 * @param now can be older than the answer: it is updated only from time to time
 */
export const provenInWords = ({ lastProvenAt }: BackupHealth, now: number): string =>
  lastProvenAt === null
    ? "No tested backup yet"
    : `Last test restore passed ${distanceInWords(lastProvenAt, Math.max(now, lastProvenAt))}`;

const staleInWords = (health: BackupHealth, now: number): string =>
  `${provenInWords(health, now)}. ${health.lastProvenAt === null ? "Run one now." : "That is longer ago than the schedule allows."}`;

/** What needs attention, one line each; empty: nothing. */
export function backupWorries(health: BackupHealth, now: number): string[] {
  const { configured, stale, problems, unprovenRecipients } = health;
  if (!configured && problems.length === 0) return [];
  return [
    ...(configured && stale ? [staleInWords(health, now)] : []),
    ...(problems.length > 0 ? [`${counted(problems.length, "backup had", "backups had")} problems.`] : []),
    ...(unprovenRecipients.length > 0 ? [`Backup keys that need testing: ${unprovenRecipients.join(", ")}.`] : []),
  ];
}
