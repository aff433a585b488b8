import type { BackupHealth, PruneDecision, StoredBackup } from "#shared/contract/backup-plan.ts";
import {
  type BackupDestination,
  type BackupPlan,
  type BackupRecipient,
  type BackupRecord,
  type BackupRun,
  retentionInWords,
} from "#shared/model/backups.ts";
import { placeInWords } from "#shared/model/destinations.ts";
import { say } from "#shared/texts/say.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { bytes, time } from "./text.ts";
import { linesOf, sayLine, yesNo } from "./words.ts";

const outcomes: Record<BackupRun["outcome"], Text> = {
  done: text("cliBackups.runDone"),
  partial: text("cliBackups.runPartial"),
  failed: text("cliBackups.runFailed"),
  skipped: text("cliBackups.runSkipped"),
};

export function describeRun(run: BackupRun, paint: Paint): string {
  const good = run.outcome === "done" || run.outcome === "skipped";
  return linesOf([
    paint(good ? "green" : "red", sayLine(outcomes[run.outcome])),
    ...run.problems.map((problem) => `- ${sayLine(problem)}`),
    ...(good ? [] : [text("cliBackups.acknowledge", { id: run.id })]),
  ]);
}

export function describeRuns(runs: readonly BackupRun[], paint: Paint): string {
  if (runs.length === 0) return sayLine(text("cliBackups.noRuns"));
  const rows = runs.map((run) => [
    run.id,
    time(run.begunAt),
    text(`values.${run.trigger}`),
    text(`values.${run.outcome}`),
    run.problems.map(say).join(" "),
    run.acknowledged ? run.acknowledged.by : "",
  ]);
  return table(["run", "started", "why", "outcome", "problems", "dealtWithBy"], rows, (words) => paint("bold", words));
}

export function describeBackups(records: readonly BackupRecord[], more: boolean, paint: Paint): string {
  if (records.length === 0) return sayLine(text("cliBackups.none"));
  const rows = records.map((record) => [
    record.name,
    time(record.createdAt),
    text(`values.${record.trigger}`),
    bytes(record.size),
    String(record.users),
    yesNo(record.provenAt !== null),
    record.pinned ? yesNo(true) : "",
    record.copies
      .map(({ destinationName: name, state }) =>
        sayLine(text("cliBackups.copy", { name, state: text(`values.${state}`) })),
      )
      .join(", "),
  ]);
  const head = ["name", "made", "why", "size", "people", "testRestored", "pinned", "copies"] as const;
  const shown = table(head, rows, (words) => paint("bold", words));
  return more ? linesOf([shown, "", text("cliBackups.older")]) : shown;
}

export function describeBackupHealth(health: BackupHealth, paint: Paint): string {
  const good = health.configured && !health.stale && health.problems.length === 0;
  const lines = [
    health.configured
      ? paint(good ? "green" : "red", sayLine(text(good ? "cliBackups.upToDate" : "cliBackups.needAttention")))
      : paint("red", sayLine(text("cliBackups.notSetUp"))),
    facts([
      ["lastTestRestoredBackup", time(health.lastProvenAt)],
      ["tooOld", yesNo(health.stale)],
      ["schedule", health.every],
      ["next", time(health.nextAt)],
    ]),
    ...health.unprovenRecipients.map((name) => sayLine(text("cliBackups.keyToTest", { name }))),
  ];
  return health.problems.length === 0
    ? lines.join("\n")
    : [...lines, "", describeRuns(health.problems, paint)].join("\n");
}

export function describeDecisions(decisions: readonly PruneDecision[], removed: boolean, paint: Paint): string {
  if (decisions.length === 0) return sayLine(text("cliBackups.nothingToRemove"));
  const rows = decisions.map(({ name, createdAt, destinationName, keep, reasons }) => [
    name,
    time(createdAt),
    destinationName,
    text(keep ? "values.kept" : removed ? "values.removed" : "cliBackups.wouldBeRemoved"),
    reasons.join(", "),
  ]);
  return table(["name", "made", "location", "", "why"], rows, (words) => paint("bold", words));
}

export function describePlan(plan: BackupPlan): string {
  return facts([
    ["every", plan.every],
    ["hour", String(plan.hour)],
    ["weekday", String(plan.weekday)],
    ["beforeChanges", yesNo(plan.beforeChanges)],
    ["removeOldBackups", yesNo(plan.prune)],
    ["keep", retentionInWords(plan.retention)],
    ["warnAfter", text("cliBackups.hours", { count: plan.proofHours })],
    ["askForBackupKeysAfter", text("cliBackups.days", { count: plan.identityDays })],
  ]);
}

export function describeRecipients(rows: readonly BackupRecipient[], paint: Paint): string {
  if (rows.length === 0) return sayLine(text("cliBackups.noKeys"));
  const cells = rows.map((row) => [row.name, row.recipient, time(row.createdAt), time(row.provenAt)]);
  return table(["name", "recipient", "since", "lastTested"], cells, (words) => paint("bold", words));
}

export function describeLocations(rows: readonly BackupDestination[], paint: Paint): string {
  if (rows.length === 0) return sayLine(text("cliBackups.noLocations"));
  const cells = rows.map((row) => [
    row.name,
    placeInWords(row.settings),
    text(row.enabled ? "values.on" : "values.off"),
    time(row.lastSuccessAt),
    row.lastError ?? "",
  ]);
  return table(["name", "where", "state", "lastCopy", "problem"], cells, (words) => paint("bold", words));
}

export function describeStored(rows: readonly StoredBackup[], paint: Paint): string {
  if (rows.length === 0) return sayLine(text("cliBackups.nothingThere"));
  const cells = rows.map((row) => [row.name, bytes(row.size), time(row.changedAt), yesNo(row.known)]);
  return table(["name", "size", "stored", "listed"], cells, (words) => paint("bold", words));
}
