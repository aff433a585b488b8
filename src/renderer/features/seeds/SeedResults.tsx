import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { SeedReport, SeedResult, SeedVerdict } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { Tally } from "../../ui/Tally.tsx";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
import classes from "../../ui/Tally.module.css";
import { ownerInWords, verdictInWords, verdicts, whyInWords } from "./words.ts";

type Shown = SeedVerdict | "entries";

const word = (shown: Shown): string => (shown === "entries" ? say(text("systems.all")) : verdictInWords[shown]);

const columns: readonly Column<SeedResult>[] = [
  {
    key: "at",
    title: say(text("systems.entry")),
    width: "72px",
    cell: ({ at }) => <span className="numbers">{at}</span>,
  },
  {
    key: "issuer",
    title: say(text("systems.issuer")),
    drops: 2,
    width: "minmax(0, 1fr)",
    cell: ({ issuer }) => issuer,
  },
  {
    key: "account",
    title: say(text("systems.account")),
    width: "minmax(0, 1fr)",
    cell: ({ account, serial }) => account || serial,
  },
  { key: "owner", title: say(text("systems.owner")), width: "minmax(0, 1fr)", cell: ownerInWords },
  {
    key: "verdict",
    title: say(text("systems.result")),
    width: "120px",
    cell: ({ verdict }) => (
      <span className={classes.verdict} data-verdict={verdict}>
        {verdictInWords[verdict]}
      </span>
    ),
  },
  {
    key: "why",
    title: say(text("systems.why")),
    width: "minmax(0, 1.8fr)",
    cell: (row) => <span className={classes.quiet}>{whyInWords(row)}</span>,
  },
];

function countInWords(shown: Shown, rows: number, count: number): string {
  const what = word(shown);
  return say(
    rows === count
      ? text("systems.shownAll", { what, count })
      : text("systems.shownSome", { what, shown: rows, count }),
  );
}

/** The totals, each a filter, and what becomes of every entry that came with them. */
export function SeedResults({ report }: { report: Pick<SeedReport, "sums" | "entries"> }) {
  const { sums, entries } = report;
  const [shown, setShown] = useState<Shown>(sums.refused > 0 ? "refused" : "entries");
  const rows = shown === "entries" ? entries : entries.filter(({ verdict }) => verdict === shown);
  return (
    <Stack gap="sm">
      <Tally
        label={say(text("systems.result"))}
        kinds={["entries", ...verdicts]}
        word={word}
        counts={sums}
        shown={shown}
        onShow={setShown}
      />
      <Text size="sm" c="dimmed" role="status">
        {countInWords(shown, rows.length, sums[shown])}
      </Text>
      {rows.length > 0 && (
        <VirtualTable
          label={say(text("systems.result"))}
          columns={columns}
          rows={rows}
          keyOf={({ at }) => at}
          rowHeight={40}
          maxHeight={420}
          wraps
        />
      )}
    </Stack>
  );
}
