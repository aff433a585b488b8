import { Stack } from "@mantine/core";
import { IconListSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { usePages } from "../../ipc/hooks.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { AuditFilters } from "./AuditFilters.tsx";
import { useSettled } from "../../ui/use-settled.ts";
import { auditInput, type AuditQuery, emptyQuery, isFiltered } from "./audit-query.ts";
import { EventTable } from "./EventTable.tsx";
import { ForOthers } from "./ForOthers.tsx";
import { PersonFilter } from "./PersonFilter.tsx";
import { VerifyChain } from "./VerifyChain.tsx";

/** What was done, by whom, to whom: newest first. */
export function AuditPage() {
  const [params, setParams] = useSearchParams();
  const personId = params.get("person");
  const [query, setQuery] = useState<AuditQuery>(emptyQuery);
  const settled = useSettled(query);
  const list = usePages("audit.list", auditInput(settled, personId));
  const events = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const filtered = isFiltered(query) || personId !== null;

  return (
    <Stack gap="md">
      <PageHeader
        title="Audit"
        description="Every action is recorded here and sealed to the one before it. Removals are detected."
        actions={<ForOthers />}
      />
      <VerifyChain />
      {personId && <PersonFilter id={personId} onClear={() => setParams({}, { replace: true })} />}
      <AuditFilters query={query} onChange={setQuery} />
      <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
      <div className="surface">
        {list.data && events.length === 0 ? (
          <EmptyState icon={<IconListSearch size={28} />} title="No events">
            {filtered ? "No event matches these filters." : "Nothing has been recorded yet."}
          </EmptyState>
        ) : (
          <EventTable
            events={events}
            loading={list.isPending}
            loadingMore={list.isFetchingNextPage}
            loadMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
          />
        )}
      </div>
    </Stack>
  );
}
