import { type ImportReport, type ImportVerdict, maxImportVerdicts } from "#shared/contract/exchange.ts";
import { AppError } from "#shared/errors.ts";
import type { JobContext } from "../jobs/job.ts";
import type { StagedRow, Staging } from "../store/import-staging.ts";
import { writeTable } from "./csv-writer.ts";
import type { Groups } from "./resolve.ts";
import { pause } from "./stage.ts";

const longestShown = 200;
/** Refused rows that an error names. */
const rowsNamed = 20;

/** A refused text may hold anything; what is shown of it does no harm. */
const harmless = (text: string | null): string =>
  (text ?? "")
    .slice(0, longestShown)
    .replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");

const toVerdict = (row: StagedRow): ImportVerdict => ({
  row: row.row,
  username: harmless(row.username),
  name: harmless(row.name),
  verdict: row.verdict,
  message: harmless(row.message),
});

/** What came of the rows, as the contract tells it. */
export function reportOf(staging: Staging, groups: Groups, digest: string): ImportReport {
  const sums = staging.sums();
  const verdicts = (["create", "update", "unchanged", "refused"] as const)
    .flatMap((verdict) => (sums[verdict] === 0 ? [] : staging.first(verdict, maxImportVerdicts)))
    .toSorted((a, b) => a.row - b.row)
    .map(toVerdict);
  const rows = sums.create + sums.update + sums.unchanged + sums.refused;
  return { sums: { rows, ...sums }, verdicts, newGroups: [...groups.fresh.values()].toSorted(), digest };
}

/** Writes a table with the verdict of every row. @throws AppError DISK_FULL, IO_ERROR, CANCELLED */
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
        ? "One row cannot be imported, so none was. Correct it, or leave refused rows out."
        : `${sums.refused.toLocaleString("en")} rows cannot be imported, so none was. Correct them, or leave refused rows out.`,
    fields: Object.fromEntries(refused.map(({ row, message }) => [`rows.${row}`, message])),
    details: { ...sums },
  });
}
