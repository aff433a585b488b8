import type { AuditFileReport, AuditStream } from "#shared/contract/audit.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import { streamPlace } from "#shared/model/audit-streams.ts";
import { type Text, text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { facts, table } from "./table.ts";
import { time } from "./text.ts";
import { linesOf, sayLine } from "./words.ts";

/** What is wrong with an exported log. */
function problemOf({ problem, codeFound }: AuditFileReport): Text[] {
  if (problem === null) return codeFound === false ? [text("auditFile.codeMissing")] : [];
  const { kind, line = 0, event = 0, last = 0 } = problem;
  switch (kind) {
    case "changed":
      return [text("auditFile.changed", { event, last })];
    case "unreadable":
    case "signature":
      return [text(`auditFile.${kind}`, { line })];
    case "missing":
    case "order":
    case "cut":
      return [text(`auditFile.${kind}`, { event })];
  }
}

/** Of a file that was checked with the public key alone. */
export function describeAuditFile(report: AuditFileReport, paint: Paint): string {
  const { valid, events, first, last, key, code } = report;
  const verdict = valid
    ? paint("green", sayLine(text("cliHealth.logFileProven")))
    : paint("red", sayLine(text("cliHealth.logFileNotProven")));
  return linesOf([
    verdict,
    ...problemOf(report),
    facts([
      [
        "auditEvents",
        first === null || last === null ? String(events) : text("cliHealth.eventsFromTo", { events, first, last }),
      ],
      ["publicKey", key],
      ...(code === null ? [] : [["checkCode", code] as const]),
    ]),
  ]);
}

export function describeAuditExport({ to, proof, events, code, sha256 }: OutputOf<"audit.export">): string {
  return linesOf([
    text("cliHealth.logExported", { events, file: to }),
    ...(proof === null ? [] : [text("cliHealth.logProof", { file: proof })]),
    facts([
      ["checkCode", code],
      ["sha256", sha256],
    ]),
  ]);
}

export const describeReceipt = ({ at, last, code, fingerprint }: OutputOf<"audit.receipt">): string =>
  facts([
    ["checkCode", code],
    ["lastEvent", String(last)],
    ["time", time(at)],
    ["publicKey", fingerprint],
  ]);

export function describeStreams(streams: readonly AuditStream[], paint: Paint): string {
  if (streams.length === 0) return sayLine(text("cliHealth.noStreams"));
  const rows = streams.map(({ name, settings, sent, waiting, problem }) => [
    name,
    streamPlace(settings),
    String(sent),
    String(waiting),
    problem ?? "",
  ]);
  return table(["name", "where", "sentUpTo", "waiting", "problem"], rows, (words) => paint("bold", words));
}
