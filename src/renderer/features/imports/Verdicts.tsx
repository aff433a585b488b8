import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { type ImportReport, type ImportVerdict, maxImportVerdicts } from "#shared/contract/exchange.ts";
import { say } from "#shared/texts/say.ts";
import { Tally } from "../../ui/Tally.tsx";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
import classes from "../../ui/Tally.module.css";
import { type VerdictKind, verdictInWords, verdictKinds } from "./words.ts";
import { numberInWords } from "../../ui/format.ts";

type Shown = VerdictKind | "rows";
const shownKinds: readonly Shown[] = ["rows", ...verdictKinds];
const word = (kind: Shown): string => (kind === "rows" ? "All rows" : verdictInWords[kind]);

const columns: readonly Column<ImportVerdict>[] = [
  { key: "row", title: "Row", width: "72px", cell: ({ row }) => <span className="numbers">{row}</span> },
  { key: "username", title: "Username", width: "minmax(0, 1fr)", cell: ({ username }) => username },
  { key: "name", title: "Name", drops: 3, width: "minmax(0, 1fr)", cell: ({ name }) => name },
  {
    key: "verdict",
    title: "Result",
    width: "100px",
    cell: ({ verdict }) => (
      <span className={classes.verdict} data-verdict={verdict}>
        {verdictInWords[verdict]}
      </span>
    ),
  },
  {
    key: "message",
    title: "Why",
    width: "minmax(0, 1.6fr)",
    cell: ({ message }) => <span className={classes.quiet}>{message && say(message)}</span>,
  },
];

/** The totals, each a filter, and the result of every row that came with them. */
export function Verdicts({ report }: { report: Pick<ImportReport, "sums" | "verdicts"> }) {
  const { sums, verdicts } = report;
  const [shown, setShown] = useState<Shown>(sums.refused > 0 ? "refused" : "rows");
  const rows = shown === "rows" ? verdicts : verdicts.filter(({ verdict }) => verdict === shown);
  return (
    <Stack gap="sm">
      <Tally label="Show" kinds={shownKinds} word={word} counts={sums} shown={shown} onShow={setShown} />
      <Text size="sm" c="dimmed" role="status">
        {rows.length === sums[shown]
          ? `${word(shown)}: ${numberInWords(rows.length)}`
          : `${word(shown)}: the first ${numberInWords(rows.length)} of ${numberInWords(sums[shown])}, at most ${maxImportVerdicts} of each kind. The exported table has all of them.`}
      </Text>
      {rows.length > 0 && (
        <VirtualTable
          label="Results"
          columns={columns}
          rows={rows}
          keyOf={({ row }) => row}
          rowHeight={40}
          maxHeight={420}
          wraps
        />
      )}
    </Stack>
  );
}
