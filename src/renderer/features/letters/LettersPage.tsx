import { Button, Stack, Text } from "@mantine/core";
import { IconFileText, IconFilterOff, IconMail, IconMailPlus } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Count } from "#shared/contract/directory.ts";
import { useMay } from "../../app/may.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { ChosenBar } from "./ChosenBar.tsx";
import { LetterFilters, type LetterQuery } from "./LetterFilters.tsx";
import { LetterTable } from "./LetterTable.tsx";
import { NeverUsed } from "./NeverUsed.tsx";
import { useChosenLetters } from "./selection.ts";
import { useLetterList } from "./use-letter-list.ts";
import { countInWords, stateMeaning } from "./words.ts";

const everything: LetterQuery = { search: "", state: null };
const isFiltered = ({ search, state }: LetterQuery): boolean => search.trim() !== "" || state !== null;

/** Every printed letter and its state. */
export function LettersPage() {
  const mayChange = useMay("letters.reprint");
  const chosen = useChosenLetters();
  const { query, setQuery, list, rows, total, loadAll } = useLetterList();
  const filtered = isFiltered(query);
  return (
    <Stack gap="md" flex={1} mih={0}>
      <PageHeader title="Letters" description={<Described total={total} query={query} />} actions={<Actions />} />
      {query.state !== "expired" && <NeverUsed onShow={() => setQuery({ search: "", state: "expired" })} />}
      <LetterFilters query={query} onChange={setQuery} />
      {mayChange && <ChosenBar chosen={chosen} rows={rows} total={total} loadAll={loadAll} />}
      <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.isError && rows.length === 0 ? null : list.data && rows.length === 0 ? (
        <NoLetters filtered={filtered} onClear={() => setQuery(everything)} />
      ) : (
        <LetterTable
          rows={rows}
          total={total?.exact ? total.count : null}
          loading={list.isPending}
          loadMore={list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : undefined}
          chosen={mayChange ? chosen : undefined}
        />
      )}
    </Stack>
  );
}

function Actions() {
  const mayIssue = useMay("letters.issue");
  return (
    <>
      <Button variant="default" component={Link} to="/letters/templates" leftSection={<IconFileText size={18} />}>
        Templates
      </Button>
      {mayIssue && (
        <Button component={Link} to="/letters/new" leftSection={<IconMailPlus size={18} />}>
          New letters
        </Button>
      )}
    </>
  );
}

function Described({ total, query }: { total: Count | null; query: LetterQuery }) {
  return (
    <Text component="span" className="numbers" role="status">
      {total === null ? " " : `${countInWords(total, "letter", "letters")}${isFiltered(query) ? " found" : ""}`}
      {query.state !== null && `. ${stateMeaning[query.state]}`}
    </Text>
  );
}

function NoLetters({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return (
    <div className="surface">
      {filtered ? (
        <EmptyState
          icon={<IconFilterOff size={28} />}
          title="No letters match"
          action={
            <Button variant="default" onClick={onClear}>
              Clear search and filter
            </Button>
          }
        >
          The search finds serials and usernames by their beginning.
        </EmptyState>
      ) : (
        <EmptyState icon={<IconMail size={28} />} title="No letters yet">
          A letter contains everything a person needs to set up an authenticator without you: a QR code, the key to
          type, and the steps.
        </EmptyState>
      )}
    </div>
  );
}
