import type {
  BackupPreview,
  BackupReport,
  BackupVerification,
  RestoredUser,
  RestoreReport,
} from "#shared/contract/backup.ts";
import { faultsInWords } from "#shared/model/backups.ts";
import {
  type RestoredFrom,
  type RestoreTask,
  type Since,
  type SinceCount,
  sinceInWords,
  taskInWords,
  voidable,
} from "#shared/model/restores.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { bytes, printable, time } from "./text.ts";

const backupFacts = (report: BackupReport) =>
  [
    ["File", report.file],
    ["Size", bytes(report.size)],
    ["Taken", time(report.createdAt)],
    ["Organisation", report.organisation],
    ["Administrators", String(report.counts.admins)],
    ["People", String(report.counts.users)],
    ["Authenticators", String(report.counts.tokens)],
    ["Backup codes", String(report.counts.backupCodes)],
    ["Audit events", String(report.counts.auditEvents)],
  ] as const;

/** Problems in the store itself, for anyone who makes or opens a backup. */
const faultLines = ({ faults }: BackupReport, paint: Paint): string[] =>
  faultsInWords(faults).map((line) => `${paint("red", "Attention:")} ${printable(line)}`);

export const describeBackup = (report: BackupReport, paint: Paint): string =>
  [
    `${paint("green", "Saved.")} The backup was test-restored without errors.`,
    ...faultLines(report, paint),
    facts(backupFacts(report)),
  ].join("\n");

export function describeVerification(report: BackupVerification, paint: Paint): string {
  return [
    `${paint("green", "Intact.")} This backup can be restored.`,
    ...faultLines(report, paint),
    facts(backupFacts(report)),
    "",
    table(
      ["Checked", "Count"],
      report.checks.map((check) => [check.name, String(check.count)]),
      (text) => paint("bold", text),
    ),
  ].join("\n");
}

const countNames = {
  admins: "Administrators",
  users: "People",
  tokens: "Authenticators",
  backupCodes: "Backup codes",
  auditEvents: "Audit events",
} as const;

/** A backup's counts beside the current ones. */
export function describePreview(preview: BackupPreview, paint: Paint): string {
  const { counts, now } = preview;
  const rows = Object.entries(countNames).map(([kind, name]) => {
    const key = kind as keyof typeof countNames;
    const there = counts[key];
    const here = now?.[key];
    return [
      name,
      String(there),
      here === undefined ? "" : String(here),
      here === undefined ? "" : String(there - here),
    ];
  });
  const same = preview.sameStore === false ? "This is a backup of a different database." : "";
  return [
    describeVerification(preview, paint),
    "",
    table(["", "In the backup", "Now", "Difference"], rows, (text) => paint("bold", text)),
    same,
    ...describeSince(preview.since, paint),
  ].join("\n");
}

const countTable = (counts: readonly SinceCount[], paint: Paint): string =>
  table(
    ["Since the backup", "Count"],
    counts.map(({ kind, count }) => [sinceInWords[kind], String(count)]),
    (text) => paint("bold", text),
  );

/** What was revoked, used or advanced since, with names. */
function describeSince(since: Since | null, paint: Paint): string[] {
  if (since === null) return [];
  if (since.counts.length === 0) return ["", "Nothing was revoked or used since the backup."];
  const rows = since.rows.map(({ kind, name, detail }) => [sinceInWords[kind], name, detail]);
  const named = since.rows.length < since.counts.reduce((sum, { count }) => sum + count, 0);
  return [
    "",
    countTable(since.counts, paint),
    "",
    table(["What", "Whose", "Which"], rows, (text) => paint("bold", text)),
    ...(since.sameKey ? [] : ["The data key has been rotated since: the backup has the old one."]),
    ...(named ? ["There are more: only the first of each kind are listed."] : []),
    "",
    "A restore carries all of this over: what was revoked or used stays revoked or used.",
    "To restore the backup's state instead: countersign backup restore --decline-carry-over REASON",
  ];
}

const howTo = (task: RestoreTask): string =>
  (voidable as readonly RestoreTask[]).includes(task)
    ? `countersign backup settle ${task} --void, or without --void once you have dealt with it`
    : `countersign backup settle ${task}, once you have dealt with it`;

function describeTasks(tasks: readonly RestoreTask[], paint: Paint): string[] {
  if (tasks.length === 0) return [];
  return [
    "",
    paint("red", "To do now, as what was revoked or used may be accepted again:"),
    ...tasks.flatMap((task, index) => [
      `${index + 1}. ${taskInWords[task].title}`,
      `   ${taskInWords[task].why}`,
      `   ${howTo(task)}`,
    ]),
  ];
}

/** The restore that this console came from, and what it left to do. */
export function describeRestored(restored: RestoredFrom | null, paint: Paint): string {
  if (restored === null) return "No restore has left anything to do.";
  return [
    facts([
      ["Restored", time(restored.at)],
      ["From", restored.backupName],
      ["Backup taken", time(restored.backupAt)],
      ...(restored.reason === null ? [] : [["Carry-over declined", restored.reason] as const]),
    ]),
    ...(restored.counts.length === 0 ? [] : ["", countTable(restored.counts, paint)]),
    ...describeTasks(restored.tasks, paint),
  ].join("\n");
}

const carriedInWords: Record<RestoreReport["carryOver"], string> = {
  carried: "carried over from the replaced database",
  declined: "not carried over, as requested",
  unread: "not carried over: no database of this console could be read here",
};

const outcomes: Record<RestoredUser["outcome"], string> = {
  restored: "brought back",
  present: "already there, not changed",
  missing: "not in the backup",
};

export function describeRestoredUsers(rows: readonly RestoredUser[], paint: Paint): string {
  const cells = rows.map((row) => [
    row.username,
    outcomes[row.outcome],
    String(row.authenticators),
    [
      ...(row.leftOut === 0 ? [] : [`${row.leftOut} counter-based or not in stock: enrol again`]),
      ...(row.revoked === 0 ? [] : [`${row.revoked} revoked since`]),
    ].join("; "),
    row.backupCodes ? "yes" : "no",
  ]);
  return table(["Username", "Result", "Authenticators", "Left out", "Backup codes"], cells, (text) =>
    paint("bold", text),
  );
}

export function describeRestore(report: RestoreReport, paint: Paint): string {
  return [
    "Restored. Every session has ended: sign in again.",
    ...faultLines(report, paint),
    facts([
      ...backupFacts(report),
      ["Replaced database", report.keptAside ?? "there was none"],
      [
        "Keys open with",
        report.opensWith === "backup passphrase"
          ? "this backup's passphrase"
          : report.opensWith === "recovery identity"
            ? "the backup key, typed as the passphrase"
            : `the ${report.opensWith}`,
      ],
      ["Revoked or used since", carriedInWords[report.carryOver]],
    ]),
    ...(report.since.length === 0 ? [] : ["", countTable(report.since, paint)]),
    ...describeTasks(report.tasks, paint),
  ].join("\n");
}
