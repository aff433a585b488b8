import type { BackupHealth, PruneDecision, StoredBackup } from "#shared/contract/backups.ts";
import {
  type BackupDestination,
  type BackupPlan,
  type BackupRecipient,
  type BackupRecord,
  type BackupRun,
  retentionInWords,
} from "#shared/model/backups.ts";
import { placeInWords } from "#shared/model/destinations.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { bytes, plural, printable, time } from "./text.ts";

const outcomes: Record<BackupRun["outcome"], string> = {
  done: "The backup was made, test-restored and stored in every location.",
  partial: "The backup was made and test-restored, but there were problems.",
  failed: "The backup failed.",
  skipped: "No backup was needed: none is due or nothing has changed.",
};

export function describeRun(run: BackupRun, paint: Paint): string {
  const good = run.outcome === "done" || run.outcome === "skipped";
  return [
    paint(good ? "green" : "red", outcomes[run.outcome]),
    ...run.problems.map((problem) => `- ${printable(problem)}`),
    ...(good ? [] : [`Once you have dealt with it: countersign backup acknowledge ${run.id}`]),
  ].join("\n");
}

export function describeRuns(runs: readonly BackupRun[], paint: Paint): string {
  if (runs.length === 0) return "There have been no backup runs yet.";
  const rows = runs.map((run) => [
    run.id,
    time(run.begunAt),
    run.trigger,
    run.outcome,
    run.problems.join(" "),
    run.acknowledged ? run.acknowledged.by : "",
  ]);
  return table(["Run", "Started", "Why", "Outcome", "Problems", "Dealt with by"], rows, (text) => paint("bold", text));
}

export function describeBackups(records: readonly BackupRecord[], more: boolean, paint: Paint): string {
  if (records.length === 0) return "There are no automatic backups yet.";
  const rows = records.map((record) => [
    record.name,
    time(record.createdAt),
    record.trigger,
    bytes(record.size),
    String(record.users),
    record.provenAt === null ? "no" : "yes",
    record.pinned ? "yes" : "",
    record.copies.map(({ destinationName, state }) => `${destinationName}: ${state}`).join(", "),
  ]);
  const head = ["Name", "Made", "Why", "Size", "People", "Test-restored", "Pinned", "Copies"];
  const shown = table(head, rows, (text) => paint("bold", text));
  return more ? `${shown}\n\nThere are older ones: raise --limit to see more.` : shown;
}

export function describeBackupHealth(health: BackupHealth, paint: Paint): string {
  const good = health.configured && !health.stale && health.problems.length === 0;
  const lines = [
    health.configured
      ? paint(good ? "green" : "red", good ? "Backups are up to date." : "Backups need attention.")
      : paint("red", "Automatic backups are not set up: make a backup key and add a location."),
    facts([
      ["Last test-restored backup", time(health.lastProvenAt)],
      ["Too old", health.stale ? "yes" : "no"],
      ["Schedule", health.every],
      ["Next", time(health.nextAt)],
    ]),
    ...health.unprovenRecipients.map((name) => `Backup key that needs testing: ${printable(name)}`),
  ];
  return health.problems.length === 0
    ? lines.join("\n")
    : [...lines, "", describeRuns(health.problems, paint)].join("\n");
}

export function describeDecisions(decisions: readonly PruneDecision[], removed: boolean, paint: Paint): string {
  if (decisions.length === 0) return "There are no backups to remove.";
  const rows = decisions.map(({ name, createdAt, destinationName, keep, reasons }) => [
    name,
    time(createdAt),
    destinationName,
    keep ? "kept" : removed ? "removed" : "would be removed",
    reasons.join(", "),
  ]);
  return table(["Name", "Made", "Location", "", "Why"], rows, (text) => paint("bold", text));
}

export function describePlan(plan: BackupPlan): string {
  return facts([
    ["Every", plan.every],
    ["Hour", String(plan.hour)],
    ["Weekday", String(plan.weekday)],
    ["Before changes", plan.beforeChanges ? "yes" : "no"],
    ["Remove old backups", plan.prune ? "yes" : "no"],
    ["Keep", retentionInWords(plan.retention)],
    ["Warn after", plural(plan.proofHours, "hour")],
    ["Ask for backup keys after", plural(plan.identityDays, "day")],
  ]);
}

export function describeRecipients(rows: readonly BackupRecipient[], paint: Paint): string {
  if (rows.length === 0) return "There is no backup key yet. Make one: countersign backup recipients make NAME";
  const cells = rows.map((row) => [row.name, row.recipient, time(row.createdAt), time(row.provenAt)]);
  return table(["Name", "Recipient", "Since", "Last tested"], cells, (text) => paint("bold", text));
}

export function describeLocations(rows: readonly BackupDestination[], paint: Paint): string {
  if (rows.length === 0) return "There is no location for backups yet.";
  const cells = rows.map((row) => [
    row.name,
    placeInWords(row.settings),
    row.enabled ? "on" : "off",
    time(row.lastSuccessAt),
    row.lastError ?? "",
  ]);
  return table(["Name", "Where", "State", "Last copy", "Problem"], cells, (text) => paint("bold", text));
}

export function describeStored(rows: readonly StoredBackup[], paint: Paint): string {
  if (rows.length === 0) return "There are no backups there.";
  const cells = rows.map((row) => [row.name, bytes(row.size), time(row.changedAt), row.known ? "yes" : "no"]);
  return table(["Name", "Size", "Stored", "In this console's list"], cells, (text) => paint("bold", text));
}
