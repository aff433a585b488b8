import { Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { SeedReport, SeedResult, SeedVerdict } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import { Tally } from "../../ui/Tally.tsx";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
import classes from "../../ui/Tally.module.css";
import { type Decisions, differs, mayDecide } from "./by-hand.ts";
import { OwnerCell } from "./OwnerCell.tsx";
import { firstView, listed, shownIn, type View } from "./view.ts";
import { ownerInWords, verdictInWords, verdicts, whyInWords } from "./words.ts";

type Shown = SeedVerdict | "entries";

const word = (shown: Shown): string => (shown === "entries" ? say(text("systems.all")) : verdictInWords[shown]);

/** What is decided entry by entry before an import. */
export interface Deciding {
  byHand: Decisions;
  /** What had been decided when it was checked. */
  known: Decisions;
  onAsk: (at: number) => void;
}

const ownerColumn = (deciding: Deciding | null): Column<SeedResult> => ({
  key: "owner",
  title: say(text("systems.owner")),
  width: "minmax(0, 1fr)",
  control: deciding !== null,
  cell: (row) =>
    deciding && mayDecide(row) ? (
      <OwnerCell entry={row} made={deciding.byHand.get(row.at)} onAsk={() => deciding.onAsk(row.at)} />
    ) : (
      ownerInWords(row)
    ),
});

const verdictColumn = (deciding: Deciding | null): Column<SeedResult> => ({
  key: "verdict",
  title: say(text("systems.result")),
  width: "120px",
  cell: ({ at, verdict }) =>
    deciding && differs(at, deciding.byHand, deciding.known) ? (
      <span className={classes.verdict}>{say(text("systems.notChecked"))}</span>
    ) : (
      <span className={classes.verdict} data-verdict={verdict}>
        {verdictInWords[verdict]}
      </span>
    ),
});

/** Of a decision that was not checked nothing is known. */
const whyColumn = (deciding: Deciding | null): Column<SeedResult> => ({
  key: "why",
  title: say(text("systems.why")),
  width: "minmax(0, 1.8fr)",
  cell: (row) =>
    deciding && differs(row.at, deciding.byHand, deciding.known) ? null : (
      <span className={classes.quiet}>{whyInWords(row)}</span>
    ),
});

const columnsOf = (deciding: Deciding | null): readonly Column<SeedResult>[] => [
  {
    key: "at",
    title: say(text("systems.entry")),
    width: "72px",
    drops: 3,
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
    cell: ({ account, said, serial }) => account || said[0] || serial,
  },
  ownerColumn(deciding),
  verdictColumn(deciding),
  whyColumn(deciding),
];

/** How many of how many are listed, and where the others are. */
function countInWords(shown: Shown, rows: number, { sums, entries }: Listed, view: View): string {
  const what = word(shown);
  const count = sums[shown];
  const came = shown === "entries" ? entries.length : entries.filter(({ verdict }) => verdict === shown).length;
  if (view.search.trim() !== "") return say(text("systems.shownMatching", { what, shown: rows, came, count }));
  return say(
    rows === count
      ? text("systems.shownAll", { what, count })
      : text("systems.shownSome", { what, shown: rows, count }),
  );
}

type Listed = Pick<SeedReport, "sums" | "entries">;

interface SeedResultsProps {
  report: Listed;
  view: View;
  onView: (view: View) => void;
  /** Null once it is done. */
  deciding: Deciding | null;
}

/** The totals, each a filter, and what becomes of every entry that came with them. */
export function SeedResults({ report, view, onView, deciding }: SeedResultsProps) {
  const shown = shownIn(view, report.sums);
  const rows = listed(report, view);
  return (
    <Stack gap="sm">
      <Tally
        label={say(text("systems.result"))}
        kinds={["entries", ...verdicts]}
        word={word}
        counts={report.sums}
        shown={shown}
        onShow={(next) => onView({ ...view, shown: next })}
      />
      <Group gap="md">
        <SearchField
          aria-label={say(text("systems.searchEntries"))}
          placeholder={say(text("systems.searchWhat"))}
          value={view.search}
          onChange={(search) => onView({ ...view, search })}
          w={340}
        />
        <Text size="sm" c="dimmed" role="status" className="grows">
          {countInWords(shown, rows.length, report, view)}
        </Text>
      </Group>
      {rows.length > 0 && (
        <VirtualTable
          label={say(text("systems.result"))}
          columns={columnsOf(deciding)}
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

/** What was done, to look through. */
export function SeedsImported({ report }: { report: Listed }) {
  const [view, setView] = useState(firstView);
  return <SeedResults report={report} view={view} onView={setView} deciding={null} />;
}
