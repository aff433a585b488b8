import { Button, Stack } from "@mantine/core";
import { IconFilterOff, IconKey, IconPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useMay } from "../../app/may.ts";
import { usePages } from "../../ipc/hooks.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { useSettled } from "../../ui/use-settled.ts";
import { AddHardware } from "./AddHardware.tsx";
import { AssignDialog } from "./AssignDialog.tsx";
import { CorrectDialog } from "./CorrectDialog.tsx";
import { HardwareFilters, type HardwareQuery } from "./HardwareFilters.tsx";
import { HardwareTable } from "./HardwareTable.tsx";
import { ResyncDialog } from "./ResyncDialog.tsx";
import { ScanNotice } from "./ScanNotice.tsx";
import { StateDialog } from "./StateDialog.tsx";
import { StatesHelp } from "./StatesHelp.tsx";
import { useScan } from "./use-scan.ts";
import type { HardwareAct, HardwareToken } from "./words.ts";

const everything: HardwareQuery = { search: "", state: null };
const pageSize = 100;

function useHardwareList(query: HardwareQuery) {
  const settled = useSettled(query.search);
  const search = query.search.trim() === "" ? "" : settled.trim();
  const list = usePages("inventory.list", {
    ...(search === "" ? {} : { search }),
    ...(query.state === null ? {} : { state: query.state }),
    limit: pageSize,
  });
  return {
    list,
    rows: list.data?.pages.flatMap((page) => page.rows) ?? [],
    counts: list.data?.pages.at(-1)?.counts,
  };
}

/** The inventory of hardware tokens: who has which, and which are free. */
export function HardwarePage() {
  const mayManage = useMay("inventory.assign");
  const [query, setQuery] = useState(everything);
  const [adding, setAdding] = useState<{ serial: string } | null>(null);
  const [acting, setActing] = useState<{ token: HardwareToken; act: HardwareAct } | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const { list, rows, counts } = useHardwareList(query);
  const scan = useScan((token) => setActing({ token, act: "assign" }));
  const change = (next: HardwareQuery) => {
    scan.forget();
    setQuery(next);
  };
  /** Ready for the next scan. */
  const finish = () => {
    setActing(null);
    setQuery((before) => ({ ...before, search: "" }));
    search.current?.focus();
  };

  return (
    <Stack gap="md" flex={1} mih={0}>
      <PageHeader
        title="Hardware tokens"
        description="Devices that show codes: who has which."
        actions={
          <>
            <StatesHelp />
            {mayManage && (
              <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding({ serial: "" })}>
                Add a token
              </Button>
            )}
          </>
        }
      />
      <HardwareFilters
        query={query}
        onChange={change}
        counts={counts}
        searchRef={search}
        onScan={mayManage ? scan.scan : undefined}
      />
      <ScanNotice
        problem={scan.problem}
        error={scan.error}
        onAdd={(serial) => setAdding({ serial })}
        onClose={scan.forget}
      />
      <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.isError && rows.length === 0 ? null : list.data && rows.length === 0 ? (
        <NoTokens filtered={query.search.trim() !== "" || query.state !== null} onClear={() => change(everything)} />
      ) : (
        <HardwareTable
          rows={rows}
          total={list.hasNextPage ? null : rows.length}
          loading={list.isPending}
          loadMore={list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : undefined}
          onAct={mayManage ? (token, act) => setActing({ token, act }) : undefined}
        />
      )}
      <AddHardware serial={adding?.serial ?? null} onClose={() => setAdding(null)} />
      <AssignDialog
        token={acting?.act === "assign" ? acting.token : null}
        onDone={finish}
        onAct={(token, act) => setActing({ token, act })}
        onClose={() => setActing(null)}
      />
      <CorrectDialog token={acting?.act === "correct" ? acting.token : null} onClose={() => setActing(null)} />
      <ResyncDialog token={acting?.act === "resync" ? acting.token : null} onClose={() => setActing(null)} />
      <StateDialog acting={acting} onClose={() => setActing(null)} />
    </Stack>
  );
}

function NoTokens({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return (
    <div className="surface">
      {filtered ? (
        <EmptyState
          icon={<IconFilterOff size={28} />}
          title="No hardware token matches"
          action={
            <Button variant="default" onClick={onClear}>
              Clear search and filter
            </Button>
          }
        >
          The search finds the beginning of a serial number, or any part of a model or of a holder's name.
        </EmptyState>
      ) : (
        <EmptyState icon={<IconKey size={28} />} title="No hardware tokens yet">
          Add the tokens that you bought with their seeds, which come from the maker. Then assign each to a person.
        </EmptyState>
      )}
    </div>
  );
}
