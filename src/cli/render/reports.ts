import type { z } from "zod";
import type { ChainReport } from "#shared/contract/audit.ts";
import type { HealthReport } from "#shared/contract/system.ts";
import { whatBroke } from "#shared/model/chain.ts";
import { durationAsText } from "#shared/model/durations.ts";
import type { AuditEvent, Session } from "#shared/model/records.ts";
import { text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { type Fact, facts, table } from "./table.ts";
import { bytes, time } from "./text.ts";
import { linesOf, sayLine } from "./words.ts";

type Health = z.output<typeof HealthReport>;

export function describeSession(session: Session): string {
  return facts([
    ["name", session.name],
    ["role", session.role],
    ["signedIn", time(session.signedInAt)],
    ["endsWithoutActivity", time(session.idleExpiresAt)],
    ["ends", time(session.expiresAt)],
    ...(session.locked ? [["state", text("values.locked")] as const] : []),
  ]);
}

export function describeEvents(events: readonly AuditEvent[], more: boolean, paint: Paint): string {
  if (events.length === 0) return sayLine(text("cliHealth.noEvents"));
  const rows = events.map((event) => [
    String(event.seq),
    time(event.at),
    event.actor ?? text("values.console"),
    event.action,
    event.target ?? "",
    text(`values.${event.result}`),
  ]);
  const head = ["number", "time", "by", "action", "on", "result"] as const;
  const shown = table(head, rows, (words) => paint("bold", words));
  return more ? linesOf([shown, "", text("cliHealth.olderEvents")]) : shown;
}

export function describeChain(report: ChainReport, paint: Paint): string {
  const checked = sayLine(text("cliHealth.eventsChecked", { count: report.events }));
  if (report.valid) return `${paint("green", sayLine(text("cliHealth.logIntact")))} ${checked}`;
  const broken = `${paint("red", sayLine(text("cliHealth.logBroken")))} ${checked}`;
  return linesOf([broken, sayLine(whatBroke(report))]);
}

function clockFacts({ samples, suspectedMs, share }: Health["clock"]["drift"]): Fact[] {
  if (suspectedMs === null) return [];
  const away = durationAsText(Math.abs(suspectedMs) / 1000);
  const proof = { duration: away, right: Math.round(samples * share), people: samples };
  return [
    ["problem", text(suspectedMs > 0 ? "cliHealth.clockBehind" : "cliHealth.clockAhead", proof)],
    ["", text("cliHealth.compareClock")],
  ];
}

function keyFacts(keys: Health["keys"]): Fact[] {
  if (keys === null) return [];
  const checked = keys.recoveryCheckedAt === null ? text("values.never") : time(keys.recoveryCheckedAt);
  return [
    ["recoveryKeyTested", keys.hasRecoveryKey ? checked : text("cliHealth.noRecoveryKey")],
    ...keys.ownersBack.map(({ name, at }): Fact => ["attention", text("cliHealth.ownerBack", { name, at: time(at) })]),
  ];
}

function backupFacts(backups: Health["backups"]): Fact[] {
  if (backups === null) return [];
  const { configured, lastAt } = backups;
  return [
    ["lastBackup", lastAt === null ? text("cliHealth.noBackup") : time(lastAt)],
    ["automaticBackups", text(configured ? "cliHealth.setUp" : "cliHealth.notSetUp")],
  ];
}

function auditFacts({ tail, lastFull, restored }: Health["audit"]): Fact[] {
  const whole = lastFull
    ? text(lastFull.valid ? "cliHealth.chainIntact" : "cliHealth.chainBroken", {
        count: lastFull.events,
        at: time(lastFull.at),
      })
    : text("cliHealth.chainUnchecked");
  return [
    ...(tail === "unknown" ? [] : [["auditLogEnd", text(`values.${tail}`)] as const]),
    ["auditLogWhole", whole],
    ...(restored
      ? [
          [
            "auditLogRestored",
            text("cliHealth.chainRestored", {
              event: restored.event,
              backup: restored.backupName,
              at: time(restored.at),
            }),
          ] as const,
        ]
      : []),
  ];
}

export function describeHealth(health: Health, paint: Paint): string {
  const { keychain, store, clock } = health;
  const state = text(`values.${keychain.state}`);
  return [
    ...(health.healthy
      ? [paint("green", sayLine(text("cliHealth.inOrder")))]
      : [paint("red", sayLine(text("cliHealth.needsAttention")))]),
    ...health.attention.map((line) => `- ${sayLine(line)}`),
    facts([
      [
        "runtime",
        text("cliHealth.runtime", { name: text(`values.${health.runtime.name}`), version: health.runtime.version }),
      ],
      ["keychain", keychain.reason ? text("cliHealth.stateWhy", { state, reason: keychain.reason }) : state],
      ["database", text(`values.${store.phase}`)],
      ["schemaVersion", store.schemaVersion === null ? "-" : String(store.schemaVersion)],
      ["databaseSize", store.sizeBytes === null ? "-" : bytes(store.sizeBytes)],
      ...[...store.problems, ...store.exposed].map((problem) => ["problem", problem] as const),
      ...health.slots.map((problem) => ["problem", problem] as const),
      ...auditFacts(health.audit),
      ...(store.diskFull ? [["problem", text("cliHealth.diskFull")] as const] : []),
      ["clock", time(clock.now)],
      ["lastEvent", time(clock.lastEventAt)],
      ...(clock.rolledBack ? [["problem", text("cliHealth.clockRolledBack")] as const] : []),
      ...clockFacts(clock.drift),
      ...keyFacts(health.keys),
      ...backupFacts(health.backups),
      ...Object.entries(health.versions).map(
        ([named, version]) => [named === "system" ? named : { named }, version] as const,
      ),
    ]),
  ].join("\n");
}
