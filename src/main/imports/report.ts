import {
  ImportDecision,
  type ImportReport,
  type ImportVerdict,
  maxImportVerdicts,
  type OpenDecision,
} from "#shared/contract/exchange.ts";
import { harmless as readable } from "#shared/model/deceiving.ts";
import { AppError } from "#shared/errors.ts";
import type { JobContext } from "../jobs/job.ts";
import type { OpenRows, StagedRow, Staging } from "../store/people/import-staging.ts";
import { writeTable } from "../formats/csv/csv-writer.ts";
import type { Groups } from "./resolve.ts";
import { pause, type StagedTable } from "./stage.ts";

const longestShown = 200;
const longestMessage = 1000;
/** How many open decisions are reported, and how many rows each of them names. */
const decisionsShown = 100;
const rowsOfDecision = 5;
/** Refused rows that an error names. */
const rowsNamed = 20;

/** A refused text may contain anything; what is shown of it is harmless. */
const harmless = (text: string | null, longest = longestShown): string =>
  readable((text ?? "").slice(0, longest).toWellFormed());

const toVerdict = (row: StagedRow): ImportVerdict => ({
  row: row.row,
  username: harmless(row.username),
  name: harmless(row.name),
  verdict: row.verdict,
  message: harmless(row.message, longestMessage),
  changes: (JSON.parse(row.verdict === "update" ? row.changes : "[]") as ImportVerdict["changes"]).map((change) => ({
    field: change.field,
    before: harmless(change.before),
    after: harmless(change.after),
  })),
  decision: row.decision === null ? null : ImportDecision.parse(row.decision),
});

/** What is open and how to decide it. */
function openInWords({ decision, column, value }: OpenRows, { columns }: StagedTable): string {
  const header = column === null ? "" : (columns[column]?.header ?? "");
  const name = column === null ? "" : header === "" ? `Column ${column + 1}` : `The column “${header}”`;
  const messages: Readonly<Record<ImportDecision, string>> = {
    statusWord: `What does the status “${value}” mean: active, disabled or left?`,
    statusBlank: "What does an empty cell mean in the column that says who is active: active, disabled or left?",
    statusColumn: `${name} may say who is active or blocked, but is not used. Take it as the status, or leave it out knowingly.`,
    nameColumn: `Another column is called “${header}”, too, and only that one is used. Say which part of the name each of them is, or leave column ${(column ?? 0) + 1} out.`,
    sameEmail: "People share an e-mail address. Accept that, or correct the table.",
    lostZeros: "Numbers may have lost the zeros at their beginning. Accept them as they are, or correct the table.",
    internationalAddress:
      "E-mail addresses have letters beyond a to z in their domain. Accept them if you know these domains.",
    sameAccount:
      "Usernames are somebody else's but for the domain before or after them. Accept them as other people, or correct the table.",
    sameGroup: `“${value}” is the name of several groups of the directory, in different folders. Here they would become one group. Accept that, or rename them in the table.`,
    returning:
      "People who have left would become active again, with authenticators and backup codes. Accept that, or correct the table.",
  };
  return harmless(messages[ImportDecision.parse(decision)], longestMessage);
}

const decisionsIn = (staging: Staging, table: StagedTable): OpenDecision[] =>
  staging.openRows(decisionsShown).map((open) => ({
    decision: ImportDecision.parse(open.decision),
    rows: open.rows,
    column: open.column,
    value: harmless(open.value),
    firstRows: staging.firstOpen(open, rowsOfDecision),
    message: openInWords(open, table),
  }));

/** The results of the rows, in the contract's form. */
export function reportOf(staging: Staging, groups: Groups, table: StagedTable): ImportReport {
  const sums = staging.sums();
  const verdicts = (["create", "update", "unchanged", "refused"] as const)
    .flatMap((verdict) => (sums[verdict] === 0 ? [] : staging.first(verdict, maxImportVerdicts)))
    .toSorted((a, b) => a.row - b.row)
    .map(toVerdict);
  const rows = sums.create + sums.update + sums.unchanged + sums.refused;
  const { digest, encoding, passedOver } = table;
  return {
    sums: { rows, ...sums },
    encoding,
    columns: table.columns.map(({ header, samples, ...use }) => ({
      ...use,
      header: harmless(header),
      samples: samples.map((sample) => harmless(sample)),
    })),
    decisions: decisionsIn(staging, table),
    passedOver: { ...passedOver, first: passedOver.first.map(({ row, text }) => ({ row, text: harmless(text) })) },
    losses: staging.losses(),
    lettersVoided: staging.letters(),
    verdicts,
    newGroups: [...groups.fresh.values()].toSorted(),
    digest,
  };
}

/** Writes a table with the result of every row. @throws AppError DISK_FULL, IO_ERROR, CANCELLED */
export async function writeReport(file: string, staging: Staging, { signal }: JobContext): Promise<void> {
  await writeTable(file, ",", ["row", "username", "name", "verdict", "message"], async (write) => {
    for (const page of staging.all()) {
      await write(
        page
          .map(toVerdict)
          .map(({ row, username, name, verdict, message }) => [String(row), username, name, verdict, message]),
      );
      await pause(signal);
    }
  });
}

/** Why nothing was imported: the first refused rows by their numbers. */
export function refusal({ sums, verdicts }: ImportReport): AppError {
  const refused = verdicts.filter(({ verdict }) => verdict === "refused").slice(0, rowsNamed);
  return new AppError("IMPORT_REFUSED", {
    message:
      sums.refused === 1
        ? "One row cannot be imported, so none were. Correct it, or skip refused rows."
        : `${sums.refused.toLocaleString("en")} rows cannot be imported, so none were. Correct them, or skip refused rows.`,
    fields: Object.fromEntries(refused.map(({ row, message }) => [`rows.${row}`, message])),
    details: { ...sums },
  });
}
