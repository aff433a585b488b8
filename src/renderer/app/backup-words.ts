import type { OutputOf } from "#shared/contract/index.ts";
import { counted, distanceInWords } from "../ui/format.ts";

type BackupHealth = OutputOf<"backups.health">;

/**
 * `Last proven restorable 2 hours ago`.
 * @param now can be older than the answer: it is told anew only from time to time
 */
export const provenInWords = ({ lastProvenAt }: BackupHealth, now: number): string =>
  lastProvenAt === null
    ? "No backup has been proven restorable yet"
    : `Last proven restorable ${distanceInWords(lastProvenAt, Math.max(now, lastProvenAt))}`;

/** What somebody has to see to, one line a thing; empty: nothing. */
export function backupWorries(health: BackupHealth, now: number): string[] {
  const { configured, stale, problems, unprovenRecipients } = health;
  if (!configured && problems.length === 0) return [];
  return [
    ...(configured && stale ? [`${provenInWords(health, now)}. That is too long ago.`] : []),
    ...(problems.length > 0 ? [`${counted(problems.length, "backup had", "backups had")} problems.`] : []),
    ...(unprovenRecipients.length > 0 ? [`Backup keys that need testing: ${unprovenRecipients.join(", ")}.`] : []),
  ];
}
