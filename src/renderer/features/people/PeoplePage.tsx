import { Button, Stack, Text } from "@mantine/core";
import { IconFileImport, IconFileExport, IconUserPlus, IconUsersGroup } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { Link } from "react-router";
import type { Count, UserFilter } from "#shared/contract/directory.ts";
import { ExportPeople } from "../../app/export/ExportPeople.tsx";
import { leaveList } from "../../app/people-list.ts";
import { useMay } from "../../app/may.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { AddPerson } from "./AddPerson.tsx";
import { peopleInWords, totalInWords } from "./counts.ts";
import { NoPeople } from "./NoPeople.tsx";
import { PeopleFilters } from "./PeopleFilters.tsx";
import { type PeoplePages, usePeoplePages } from "./people-pages.ts";
import { PeopleTable } from "./PeopleTable.tsx";
import { filterOf, isFiltered, type PeopleQuery, usePeopleQuery, writeQuery } from "./people-query.ts";
import { SelectionBar } from "./SelectionBar.tsx";
import { useStart } from "./use-place.ts";
import { useSelection } from "./use-selection.ts";

/** Everyone in the directory: search, filters, sorting, selection. */
export function PeoplePage() {
  const { query, settled, setQuery } = usePeopleQuery();
  const { search, group, status, enrolment, attention, sort } = settled;
  const filter = useMemo(
    () => filterOf({ search, group, status, enrolment, attention }),
    [search, group, status, enrolment, attention],
  );
  const name = JSON.stringify([filter, sort]);
  const { start, jump } = useStart(name);
  const pages = usePeoplePages({ filter, sort, start });
  const selection = useSelection(filter, pages.window.rows);
  useLeaving(query);
  const mayChoose = [useMay("bulk.run"), useMay("imports.exportUsers"), useMay("letters.issue")].includes(true);
  const [adding, setAdding] = useState(false);
  const mayAdd = useMay("users.add");
  const add = mayAdd ? () => setAdding(true) : undefined;
  const typing = query.search.trim() !== search.trim();
  const settling = typing || pages.list.isPlaceholderData;
  const known = useKnown(name, pages.list.isPlaceholderData ? null : pages.total);
  const total = typing ? null : known;
  const { list, window } = pages;

  return (
    <Stack gap="md" flex={1} mih={0}>
      <PageHeader
        title="People"
        description={<PeopleCount total={total} filtered={isFiltered(settled)} failed={list.isError} />}
        actions={<PageActions filter={filter} total={total} onAdd={add} />}
      />
      <PeopleFilters query={query} onChange={setQuery} />
      <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.isError && window.rows.length === 0 ? null : !settling && isEmpty(pages) ? (
        <NoPeople filtered={isFiltered(settled)} onClear={() => setQuery(null)} onAdd={add} />
      ) : (
        <PeopleTable
          list={name}
          window={window}
          total={total}
          sort={sort}
          loading={list.isPending}
          busy={settling && !list.isPending}
          loadNext={list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : undefined}
          loadPrevious={list.hasPreviousPage && !list.isFetching ? () => void list.fetchPreviousPage() : undefined}
          atFirst={!list.hasPreviousPage}
          atLast={!list.hasNextPage}
          jump={jump}
          selection={mayChoose ? selection : undefined}
        />
      )}
      {mayChoose && <SelectionBar selection={selection} total={total} filtered={isFiltered(settled)} />}
      {mayAdd && <AddPerson opened={adding} onClose={() => setAdding(false)} />}
    </Stack>
  );
}

/** Remembers the list as it is shown, so that the way back finds it unchanged, however fast it was left. */
function useLeaving(shown: PeopleQuery): void {
  const client = useQueryClient();
  useEffect(() => {
    leaveList(client, { query: writeQuery(shown).toString(), filter: filterOf(shown), sort: shown.sort });
  }, [client, shown]);
}

/** A jump within a list does not change its total. */
function useKnown(list: string, total: Count | null): Count | null {
  const [known, setKnown] = useState({ list, total });
  const now = total ?? (known.list === list ? known.total : null);
  if (known.list !== list || known.total !== now) setKnown({ list, total: now });
  return now;
}

const isEmpty = ({ list, window }: PeoplePages): boolean => list.isSuccess && window.rows.length === 0;

/** Never shows the number of another search than the current one. */
function PeopleCount({ total, filtered, failed }: { total: Count | null; filtered: boolean; failed: boolean }) {
  return (
    <Text component="span" className="numbers" role="status">
      {total ? totalInWords(total, filtered) : failed ? "" : "Searching …"}
    </Text>
  );
}

interface PageActionsProps {
  filter: UserFilter;
  total: Count | null;
  onAdd: (() => void) | undefined;
}

function PageActions({ filter, total, onAdd }: PageActionsProps) {
  const mayImport = useMay("imports.run");
  const mayExport = useMay("imports.exportUsers");
  const [exporting, setExporting] = useState(false);
  const narrowed = Object.keys(filter).length > 0;
  return (
    <>
      <Button variant="default" component={Link} to="/people/groups" leftSection={<IconUsersGroup size={18} />}>
        Groups
      </Button>
      {mayImport && (
        <Button variant="default" component={Link} to="/people/import" leftSection={<IconFileImport size={18} />}>
          Import
        </Button>
      )}
      {mayExport && (
        <Button variant="default" leftSection={<IconFileExport size={18} />} onClick={() => setExporting(true)}>
          Export
        </Button>
      )}
      {onAdd && (
        <Button leftSection={<IconUserPlus size={18} />} onClick={onAdd}>
          Add a person
        </Button>
      )}
      <ExportPeople
        opened={exporting}
        onClose={() => setExporting(false)}
        selection={narrowed ? { filter } : undefined}
        whom={narrowed ? (total ? peopleInWords(total) : "Everyone on the list") : "Everyone"}
      />
    </>
  );
}
