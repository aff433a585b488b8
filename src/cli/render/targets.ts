import type { OutputOf } from "#shared/contract/index.ts";
import type { FormatFacts, LeftOut, Preflight, SignInCheck, Target, TargetState } from "#shared/contract/targets.ts";
import { type Label, sentences, text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { table } from "./table.ts";
import { clock, time } from "./text.ts";
import { linesOf, type Words, yesNo } from "./words.ts";

/** More rows do not help on a terminal: `--json` has all of them. */
const rowsShown = 50;

function whyOf({ reasons: [first, ...others] }: LeftOut): Label {
  return first === undefined ? "" : sentences(first, ...others);
}

/** @param count how many there are: the list may not name all */
const moreOf = (count: number, rows: readonly unknown[]): Words[] =>
  count > rows.length ? [text("cliTargets.more", { count: count - rows.length })] : [];

function leftOutLines(leftOut: readonly LeftOut[], count: number, paint: Paint): Words[] {
  if (leftOut.length === 0) return [];
  const rows = leftOut.slice(0, rowsShown).map((one) => [one.username, one.label, whyOf(one)]);
  return [
    "",
    table(["username", "authenticator", "why"], rows, (words) => paint("bold", words)),
    ...moreOf(count, rows),
  ];
}

const countsOf = ({ title, sums }: Preflight) =>
  text("cliTargets.counts", { format: title, go: sums.go, leftOut: sums.leftOut, people: sums.people });

/** What would be written, with what cannot. */
export const describePreflight = (report: Preflight, paint: Paint): string =>
  linesOf([countsOf(report), ...report.warnings, ...leftOutLines(report.leftOut, report.sums.leftOut, paint)]);

/** What was written. */
export function describeExported(
  report: Preflight & Pick<OutputOf<"targets.export">, "to" | "files" | "encryptedTo">,
  paint: Paint,
): string {
  const { to, files, encryptedTo } = report;
  return linesOf([
    text("cliTargets.written", { count: files.length, file: to }),
    countsOf(report),
    ...report.warnings,
    ...files.slice(0, rowsShown).map(({ name, sha256 }) => text("cliTargets.digest", { name, sha256 })),
    ...(encryptedTo.length === 0 ? [] : [text("targets.encrypted", { count: encryptedTo.length })]),
    ...leftOutLines(report.leftOut, report.sums.leftOut, paint),
  ]);
}

/** What a system was handed, or that there was nothing. */
export function describeHandedOver(data: OutputOf<"targets.handOver">, paint: Paint): string {
  const { to, target, lingering } = data;
  return linesOf([
    ...(to === null
      ? [text("cliTargets.nothingNew", { name: target.name }), ...leftOutLines(data.leftOut, data.sums.leftOut, paint)]
      : [describeExported({ ...data, to }, paint)]),
    ...(lingering === 0 ? [] : [text("cliTargets.lingering", { count: lingering })]),
  ]);
}

export function describeFormats(formats: readonly FormatFacts[], paint: Paint): string {
  const rows = formats.map(({ id, title, reads, writes }) => [id, title, yesNo(reads), yesNo(writes !== null)]);
  return table(["format", "program", "read", "written"], rows, (words) => paint("bold", words));
}

export function describeTargets(targets: readonly Target[], paint: Paint): string {
  if (targets.length === 0) return linesOf(text("cliTargets.none"));
  const rows = targets.map(({ name, format, group, mustFit, handed, exportedAt }) => [
    name,
    format,
    group?.name ?? "",
    yesNo(mustFit),
    String(handed),
    exportedAt === null ? "" : time(exportedAt),
  ]);
  return table(["name", "format", "group", "mustFit", "handed", "lastExport"], rows, (words) => paint("bold", words));
}

/** Codes to sign in with there, until when each is shown, and what to know. */
export const describeCheck = ({ target, username, codes, expects }: SignInCheck): string =>
  linesOf([
    text("cliTargets.signIn", { name: target.name, username }),
    ...codes.map(({ code, counter, from, until }) =>
      counter === null
        ? text("cliTargets.codeOfTime", { code, from: clock(from), until: clock(until) })
        : text("cliTargets.codeOfCounter", { code, counter }),
    ),
    ...expects,
    text("cliTargets.thenTell"),
  ]);

/** What an export would hand over, and what has to be done there by hand. */
export function describeState(
  { target, added, changed, counts, leftOut, lingering }: TargetState,
  paint: Paint,
): string {
  const bold = (words: string) => paint("bold", words);
  const rows = lingering
    .slice(0, rowsShown)
    .map(({ username, label, serial, status }) => [
      username,
      label,
      serial,
      text(status === null ? "values.deleted" : `values.${status}`),
    ]);
  return linesOf([
    text("cliTargets.state", { name: target.name, handed: target.handed, added, changed }),
    target.provenAt === null
      ? text("cliTargets.notProven")
      : text("cliTargets.proven", { count: target.proven, at: time(target.provenAt) }),
    ...leftOutLines(leftOut, counts.leftOut, paint),
    ...(rows.length === 0
      ? []
      : [
          "",
          text("cliTargets.byHand"),
          table(["username", "authenticator", "serial", "state"], rows, bold),
          ...moreOf(counts.lingering, rows),
        ]),
  ]);
}
