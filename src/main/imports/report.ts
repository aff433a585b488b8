import {
  ImportDecision,
  type ImportReport,
  type ImportVerdict,
  maxImportVerdicts,
  type OpenDecision,
} from "#shared/contract/exchange.ts";
import { harmless as readable } from "#shared/model/deceiving.ts";
import { AppError } from "#shared/errors.ts";
import type { Fact } from "#shared/texts/facts.ts";
import { say } from "#shared/texts/say.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
import type { JobContext } from "../jobs/job.ts";
import type { OpenRows, StagedRow, Staging } from "../store/staging.ts";
import { writeTable } from "../formats/csv/csv-writer.ts";
import type { Groups } from "./resolve.ts";
import { columnName, pause, type StagedTable } from "./stage.ts";

const longestShown = 200;
/** Of a row's texts, and of the names in one of them. */
const textsShown = 20;
/** How many open decisions are reported, and how many rows each of them names. */
const decisionsShown = 100;
const rowsOfDecision = 5;
/** Refused rows that an error names. */
const rowsNamed = 20;

/** A refused cell may contain anything; what is shown of it is harmless. */
const harmless = (cell: string | null): string => readable((cell ?? "").slice(0, longestShown).toWellFormed());

function harmlessFact(fact: Fact): Fact {
  if (typeof fact === "string") return harmless(fact);
  if (typeof fact !== "object") return fact;
  if ("key" in fact) return harmlessText(fact);
  const shown = fact.slice(0, textsShown).map((one) => (typeof one === "string" ? harmless(one) : harmlessText(one)));
  return fact.length > textsShown ? [...shown, "…"] : shown;
}

const harmlessText = ({ key, facts }: Text): Text =>
  facts === undefined
    ? { key }
    : { key, facts: Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, harmlessFact(fact)])) };

/** What is stored of a row as one text; null if there is nothing to say. */
function messageOf({ message }: StagedRow): Text | null {
  const [first, ...others] = (JSON.parse(message) as Text[]).slice(0, textsShown).map(harmlessText);
  return first === undefined ? null : sentences(first, ...others);
}

const toVerdict = (row: StagedRow): ImportVerdict => ({
  row: row.row,
  username: harmless(row.username),
  name: harmless(row.name),
  verdict: row.verdict,
  message: messageOf(row),
  changes: (JSON.parse(row.verdict === "update" ? row.changes : "[]") as ImportVerdict["changes"]).map((change) => ({
    field: change.field,
    before: harmless(change.before),
    after: harmless(change.after),
  })),
  decision: row.decision === null ? null : ImportDecision.parse(row.decision),
});

/** What is open and how to decide it. */
function openAsText({ decision, column, value }: OpenRows, { columns }: StagedTable): Text {
  const index = column ?? 0;
  const header = columns[index]?.header ?? "";
  const texts: Readonly<Record<ImportDecision, Text>> = {
    statusWord: text("imports.decideWord", { value }),
    statusBlank: text("imports.decideBlank"),
    statusColumn: text("imports.mayTell", { column: columnName(index, header).first }),
    nameColumn: text("imports.decideName", { header, number: index + 1 }),
    sameEmail: text("imports.decideEmail"),
    lostZeros: text("imports.decideZeros"),
    internationalAddress: text("imports.decideInternational"),
    sameAccount: text("imports.decideAccount"),
    sameGroup: text("imports.decideGroup", { value }),
    returning: text("imports.decideReturning"),
  };
  return harmlessText(texts[ImportDecision.parse(decision)]);
}

const decisionsIn = (staging: Staging, table: StagedTable): OpenDecision[] =>
  staging.openRows(decisionsShown).map((open) => ({
    decision: ImportDecision.parse(open.decision),
    rows: open.rows,
    column: open.column,
    value: harmless(open.value),
    firstRows: staging.firstOpen(open, rowsOfDecision),
    message: openAsText(open, table),
  }));

/** The results of the rows, in the contract's form. */
export function reportOf(staging: Staging, groups: Groups, table: StagedTable): ImportReport {
  const sums = staging.sums();
  // The sums say where there is nothing to look for: each look is a pass over all rows.
  const losses = sums.update === 0 ? { updates: 0, letters: 0 } : staging.losses();
  const verdicts = (["create", "update", "unchanged", "refused"] as const)
    .flatMap((verdict) => (sums[verdict] === 0 ? [] : staging.first(verdict, maxImportVerdicts)))
    .toSorted((a, b) => a.row - b.row)
    .map(toVerdict);
  const rows = sums.create + sums.update + sums.unchanged + sums.refused;
  const { digest, encoding, passedOver } = table;
  return {
    sums: { rows, ...sums },
    encoding,
    columns: table.columns.map(({ header, samples, reading, ...use }) => ({
      ...use,
      reading: reading && harmlessText(reading),
      header: harmless(header),
      samples: samples.map((sample) => harmless(sample)),
    })),
    decisions: sums.refused === 0 ? [] : decisionsIn(staging, table),
    passedOver: { ...passedOver, first: passedOver.first.map((one) => ({ row: one.row, text: harmless(one.text) })) },
    losses: losses.updates,
    lettersVoided: losses.letters,
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
          .map(({ row, username, name, verdict, message }) => [
            String(row),
            username,
            name,
            verdict,
            message === null ? "" : say(message),
          ]),
      );
      await pause(signal);
    }
  });
}

/** Why nothing was imported: the first refused rows by their numbers. */
export function refusal({ sums, verdicts }: ImportReport): AppError {
  const refused = verdicts.filter(({ verdict }) => verdict === "refused").slice(0, rowsNamed);
  return new AppError("IMPORT_REFUSED", {
    text: text("imports.refused", { count: sums.refused }),
    fields: Object.fromEntries(refused.flatMap(({ row, message }) => (message ? [[`rows.${row}`, message]] : []))),
    details: { ...sums },
  });
}
