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

function leftOutLines({ leftOut, sums }: Preflight, paint: Paint): Words[] {
  if (leftOut.length === 0) return [];
  const rows = leftOut.slice(0, rowsShown).map((one) => [one.username, one.label, whyOf(one)]);
  const more = sums.leftOut - rows.length;
  return [
    "",
    table(["username", "authenticator", "why"], rows, (words) => paint("bold", words)),
    ...(more > 0 ? [text("cliTargets.more", { count: more })] : []),
  ];
}

const countsOf = ({ title, sums }: Preflight) =>
  text("cliTargets.counts", { format: title, go: sums.go, leftOut: sums.leftOut, people: sums.people });

/** What would be written, with what cannot. */
export const describePreflight = (report: Preflight, paint: Paint): string =>
  linesOf([countsOf(report), ...report.warnings, ...leftOutLines(report, paint)]);

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
    ...leftOutLines(report, paint),
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
export function describeState({ target, added, changed, leftOut, lingering }: TargetState, paint: Paint): string {
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
    ...(leftOut.length === 0
      ? []
      : [
          "",
          table(
            ["username", "authenticator", "why"],
            leftOut.slice(0, rowsShown).map((one) => [one.username, one.label, whyOf(one)]),
            bold,
          ),
        ]),
    ...(rows.length === 0
      ? []
      : ["", text("cliTargets.byHand"), table(["username", "authenticator", "serial", "state"], rows, bold)]),
  ]);
}
