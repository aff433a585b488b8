import type {
  BackupPreview,
  BackupReport,
  BackupVerification,
  RestoredUser,
  RestoreReport,
} from "#shared/contract/archive.ts";
import { faultsAsTexts } from "#shared/model/backups.ts";
import {
  type RestoredFrom,
  type RestoreTask,
  type Since,
  type SinceCount,
  sinceAsText,
  taskAsText,
  voidable,
} from "#shared/model/restores.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { bytes, time } from "./text.ts";
import { linesOf, sayLine, type Words, yesNo } from "./words.ts";

const backupFacts = (report: BackupReport) =>
  [
    ["file", report.file],
    ["size", bytes(report.size)],
    ["taken", time(report.createdAt)],
    ["organisation", report.organisation],
    ["administrators", String(report.counts.admins)],
    ["people", String(report.counts.users)],
    ["authenticators", String(report.counts.tokens)],
    ["backupCodes", String(report.counts.backupCodes)],
    ["auditEvents", String(report.counts.auditEvents)],
  ] as const;

/** Problems in the store itself, for anyone who makes or opens a backup. */
const faultLines = ({ faults }: BackupReport, paint: Paint): string[] =>
  faultsAsTexts(faults).map((line) => `${paint("red", sayLine(text("cliRestores.attention")))} ${sayLine(line)}`);

export const describeBackup = (report: BackupReport, paint: Paint): string =>
  [
    `${paint("green", sayLine(text("cliRestores.saved")))} ${sayLine(text("cliRestores.savedAndTested"))}`,
    ...faultLines(report, paint),
    facts(backupFacts(report)),
  ].join("\n");

export function describeVerification(report: BackupVerification, paint: Paint): string {
  return [
    `${paint("green", sayLine(text("cliRestores.intact")))} ${sayLine(text("cliRestores.canBeRestored"))}`,
    ...faultLines(report, paint),
    facts(backupFacts(report)),
    "",
    table(
      ["checked", "count"],
      report.checks.map((check) => [check.name, String(check.count)]),
      (words) => paint("bold", words),
    ),
  ].join("\n");
}

const countNames = {
  admins: text("headings.administrators"),
  users: text("headings.people"),
  tokens: text("headings.authenticators"),
  backupCodes: text("headings.backupCodes"),
  auditEvents: text("headings.auditEvents"),
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
  const same = preview.sameStore === false ? text("cliRestores.otherStore") : "";
  return linesOf([
    describeVerification(preview, paint),
    "",
    table(["", "inTheBackup", "now", "difference"], rows, (words) => paint("bold", words)),
    same,
    ...describeSince(preview.since, paint),
  ]);
}

const countTable = (counts: readonly SinceCount[], paint: Paint): string =>
  table(
    ["sinceTheBackup", "count"],
    counts.map(({ kind, count }) => [sinceAsText(kind), String(count)]),
    (words) => paint("bold", words),
  );

/** What was revoked, used or advanced since, with names. */
function describeSince(since: Since | null, paint: Paint): Words[] {
  if (since === null) return [];
  if (since.counts.length === 0) return ["", text("cliRestores.nothingSince")];
  const rows = since.rows.map(({ kind, name, detail }) => [sinceAsText(kind), name, detail]);
  const named = since.rows.length < since.counts.reduce((sum, { count }) => sum + count, 0);
  return [
    "",
    countTable(since.counts, paint),
    "",
    table(["what", "whose", "which"], rows, (words) => paint("bold", words)),
    ...(since.sameKey ? [] : [text("cliRestores.otherKey")]),
    ...(named ? [text("cliRestores.moreSince")] : []),
    "",
    text("cliRestores.carriedOver"),
    text("cliRestores.toDecline"),
  ];
}

const howTo = (task: RestoreTask): string =>
  sayLine(
    text((voidable as readonly RestoreTask[]).includes(task) ? "cliRestores.settleOrVoid" : "cliRestores.settle", {
      task,
    }),
  );

function describeTasks(tasks: readonly RestoreTask[], paint: Paint): string[] {
  if (tasks.length === 0) return [];
  return [
    "",
    paint("red", sayLine(text("cliRestores.toDo"))),
    ...tasks.flatMap((task, index) => [
      `${index + 1}. ${sayLine(taskAsText(task).title)}`,
      `   ${sayLine(taskAsText(task).why)}`,
      `   ${howTo(task)}`,
    ]),
  ];
}

/** The restore that this console came from, and what it left to do. */
export function describeRestored(restored: RestoredFrom | null, paint: Paint): string {
  if (restored === null) return sayLine(text("cliRestores.nothingToDo"));
  return [
    facts([
      ["restored", time(restored.at)],
      ["from", restored.backupName],
      ["backupTaken", time(restored.backupAt)],
      ...(restored.reason === null ? [] : [["carryOverDeclined", restored.reason] as const]),
    ]),
    ...(restored.counts.length === 0 ? [] : ["", countTable(restored.counts, paint)]),
    ...describeTasks(restored.tasks, paint),
  ].join("\n");
}

const outcomes: Record<RestoredUser["outcome"], Text> = {
  restored: text("cliRestores.personBack"),
  present: text("cliRestores.personPresent"),
  missing: text("cliRestores.personMissing"),
};

export function describeRestoredUsers(rows: readonly RestoredUser[], paint: Paint): string {
  const cells = rows.map((row) => [
    row.username,
    outcomes[row.outcome],
    String(row.authenticators),
    [
      ...(row.leftOut === 0 ? [] : [sayLine(text("cliRestores.leftOut", { count: row.leftOut }))]),
      ...(row.revoked === 0 ? [] : [sayLine(text("cliRestores.revokedSince", { count: row.revoked }))]),
    ].join("; "),
    yesNo(row.backupCodes),
  ]);
  return table(["username", "result", "authenticators", "leftOut", "backupCodes"], cells, (words) =>
    paint("bold", words),
  );
}

const opensWith: Record<RestoreReport["opensWith"], Text> = {
  keychain: text("cliRestores.opensByKeychain"),
  password: text("cliRestores.opensByPassword"),
  passphrase: text("cliRestores.opensByPassphrase"),
  "backup passphrase": text("cliRestores.opensByBackupPassphrase"),
  "recovery identity": text("cliRestores.opensByBackupKey"),
};

export function describeRestore(report: RestoreReport, paint: Paint): string {
  return [
    sayLine(text("cliRestores.restored")),
    ...faultLines(report, paint),
    facts([
      ...backupFacts(report),
      ["replacedDatabase", report.keptAside ?? text("cliRestores.replacedNone")],
      ["keysOpenWith", opensWith[report.opensWith]],
      ["revokedOrUsedSince", text(`cliRestores.${report.carryOver}`)],
    ]),
    ...(report.since.length === 0 ? [] : ["", countTable(report.since, paint)]),
    ...describeTasks(report.tasks, paint),
  ].join("\n");
}
