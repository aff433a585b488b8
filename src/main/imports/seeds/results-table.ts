import type { SeedResult } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { writeTable } from "../../formats/csv/csv-writer.ts";

const columns = [
  "entry",
  "issuer",
  "account",
  "serial",
  "type",
  "algorithm",
  "digits",
  "period",
  "said",
  "owner",
  "likely",
  "into",
  "verdict",
  "reason",
  "remarks",
  "notKept",
] as const;

const orNothing = (value: string | number | null): string => (value === null ? "" : String(value));

const rowOf = (result: SeedResult): string[] => {
  const { at, issuer, account, serial, type, algorithm, digits, period, said, owner } = result;
  const { likely, into, verdict, reason, remarks, notKept } = result;
  return [
    String(at),
    issuer,
    account,
    serial,
    type,
    orNothing(algorithm),
    orNothing(digits),
    orNothing(period),
    said.join(", "),
    owner?.username ?? "",
    likely.map(({ username }) => username).join(" "),
    orNothing(into),
    verdict,
    reason === null ? "" : say(reason),
    remarks.map((remark) => say(remark)).join(" "),
    notKept.map((what) => say(what)).join(", "),
  ];
};

/**
 * Writes a table with the result of every entry while they are decided. No part of a key is in it.
 *
 * @param decide calls back with the results of one page of entries after the other
 * @throws AppError DISK_FULL, PERMISSION_DENIED, IO_ERROR, and what `decide` throws
 */
export const writeResults = <T>(
  file: string,
  decide: (onResults: (results: readonly SeedResult[]) => Promise<void>) => Promise<T>,
): Promise<T> =>
  writeTable(file, ",", columns, (write) => decide((results) => write(results.map((result) => rowOf(result)))));
