import type { z } from "zod";
import type { ChainReport } from "#shared/contract/audit.ts";
import type { HealthReport } from "#shared/contract/system.ts";
import { durationInWords } from "#shared/model/durations.ts";
import type { AuditEvent, Session } from "#shared/model/records.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { bytes, plural, printable, time } from "./text.ts";

type Health = z.output<typeof HealthReport>;

export function describeSession(session: Session): string {
  return facts([
    ["Name", session.name],
    ["Role", session.role],
    ["Signed in", time(session.signedInAt)],
    ["Ends without activity", time(session.idleExpiresAt)],
    ["Ends", time(session.expiresAt)],
    ...(session.locked ? [["State", "locked"] as const] : []),
  ]);
}

export function describeEvents(events: readonly AuditEvent[], more: boolean, paint: Paint): string {
  if (events.length === 0) return "No events found.";
  const rows = events.map((event) => [
    String(event.seq),
    time(event.at),
    event.actor ?? "console",
    event.action,
    event.target ?? "",
    event.result,
  ]);
  const head = ["No.", "Time", "By", "Action", "On", "Result"];
  const shown = table(head, rows, (text) => paint("bold", text));
  return more ? `${shown}\n\nThere are older events: raise --limit to see more.` : shown;
}

export function describeChain(report: ChainReport, paint: Paint): string {
  if (report.valid) {
    return `${paint("green", "Audit log intact.")} ${plural(report.events, "event")} checked.`;
  }
  const where = report.firstBroken === undefined ? "" : ` at event ${report.firstBroken}`;
  return `${paint("red", "Audit log broken")}${where}. ${plural(report.events, "event")} checked.`;
}

function clockFacts({ samples, suspectedMs, share }: Health["clock"]["drift"]): (readonly [string, string])[] {
  if (suspectedMs === null) return [];
  const away = `about ${durationInWords(Math.abs(suspectedMs) / 1000)} ${suspectedMs > 0 ? "behind" : "ahead"}`;
  const proof = `codes of ${Math.round(samples * share)} of ${plural(samples, "person", "people")}`;
  return [
    ["Problem", `this computer's clock is probably ${away}, as ${proof} show`],
    ["", "compare it with another clock and correct it; nobody needs to change a phone"],
  ];
}

function keyFacts(keys: Health["keys"]): [string, string][] {
  if (keys === null) return [];
  const checked = keys.recoveryCheckedAt === null ? "never" : time(keys.recoveryCheckedAt);
  return [
    ["Recovery key tested", keys.hasRecoveryKey ? checked : "there is none"],
    ...keys.ownersBack.map(({ name, at }): [string, string] => [
      "Attention",
      `${printable(name)} regained access with the recovery key, ${time(at)}`,
    ]),
  ];
}

function backupFacts(backups: Health["backups"]): [string, string][] {
  if (backups === null) return [];
  const { configured, lastAt } = backups;
  return [
    ["Last backup", lastAt === null ? "none yet: countersign backup create FILE" : time(lastAt)],
    ["Automatic backups", configured ? "set up" : "not set up"],
  ];
}

function auditFacts({ tail, lastFull, restored }: Health["audit"]): (readonly [string, string])[] {
  const whole = lastFull
    ? `${lastFull.valid ? "intact" : "NOT intact"}, ${plural(lastFull.events, "event")} checked at ${time(lastFull.at)}`
    : "not checked yet: countersign audit verify";
  return [
    ...(tail === "unknown" ? [] : [["Audit log, end", tail] as const]),
    ["Audit log, all of it", whole],
    ...(restored
      ? [
          [
            "Audit log, restored",
            `broken at event ${restored.event} in ${printable(restored.backupName)}, restored ${time(restored.at)}`,
          ] as const,
        ]
      : []),
  ];
}

export function describeHealth(health: Health, paint: Paint): string {
  const { keychain, store, clock } = health;
  return [
    ...(health.healthy ? [paint("green", "Everything is in order.")] : [paint("red", "Something needs attention:")]),
    ...health.attention.map((line) => `- ${printable(line)}`),
    facts([
      ["Runtime", `${health.runtime.name} ${health.runtime.version}`],
      ["Keychain", keychain.reason ? `${keychain.state}: ${keychain.reason}` : keychain.state],
      ["Database", store.phase],
      ["Schema version", store.schemaVersion === null ? "-" : String(store.schemaVersion)],
      ["Database size", store.sizeBytes === null ? "-" : bytes(store.sizeBytes)],
      ...[...store.problems, ...store.exposed].map((problem) => ["Problem", problem] as const),
      ...health.slots.map((problem) => ["Problem", problem] as const),
      ...auditFacts(health.audit),
      ...(store.diskFull ? [["Problem", "the disk of the data folder is full; free some space"] as const] : []),
      ["Clock", time(clock.now)],
      ["Last event", time(clock.lastEventAt)],
      ...(clock.rolledBack ? [["Problem", "the clock is behind the last event"] as const] : []),
      ...clockFacts(clock.drift),
      ...keyFacts(health.keys),
      ...backupFacts(health.backups),
      ...Object.entries(health.versions),
    ]),
  ].join("\n");
}
