import { Button, Stack, Text } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useMay } from "../../app/session.ts";
import { usePages } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { AddPerson } from "./AddPerson.tsx";
import { NoPeople } from "./NoPeople.tsx";
import { PeopleFilters } from "./PeopleFilters.tsx";
import { PeopleTable } from "./PeopleTable.tsx";
import { isFiltered, listInput, usePeopleQuery } from "./people-query.ts";

/** Everyone in the directory: searched, filtered, sorted. */
export function PeoplePage() {
  const { query, setQuery, search } = usePeopleQuery();
  const [adding, setAdding] = useState(false);
  const mayAdd = useMay("users.add");
  const list = usePages("users.list", listInput(query, search));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = list.data?.pages.at(-1)?.total ?? 0;
  const filtered = isFiltered(query);
  const add = mayAdd ? () => setAdding(true) : undefined;

  return (
    <Stack gap="md" flex={1} mih={0}>
      <PageHeader
        title="People"
        description={list.data ? <PeopleCount total={total} filtered={filtered} /> : " "}
        actions={
          add && (
            <Button leftSection={<IconUserPlus size={18} />} onClick={add}>
              Add a person
            </Button>
          )
        }
      />
      <PeopleFilters query={query} onChange={setQuery} />
      <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.isError && rows.length === 0 ? null : list.data && rows.length === 0 ? (
        <NoPeople filtered={filtered} onClear={() => setQuery(null)} onAdd={add} />
      ) : (
        <PeopleTable
          rows={rows}
          total={total}
          loading={list.isPending}
          loadMore={list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : undefined}
        />
      )}
      {mayAdd && <AddPerson opened={adding} onClose={() => setAdding(false)} />}
    </Stack>
  );
}

function PeopleCount({ total, filtered }: { total: number; filtered: boolean }) {
  return (
    <Text component="span" className="numbers" role="status">
      {counted(total, "person", "people")}
      {filtered && (total === 1 ? " matches" : " match")}
    </Text>
  );
}
