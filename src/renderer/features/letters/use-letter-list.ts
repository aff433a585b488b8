import { useState } from "react";
import { useSearchParams } from "react-router";
import { LetterState } from "#shared/contract/letters.ts";
import { usePages } from "../../ipc/hooks.ts";
import { useSettled } from "../../ui/use-settled.ts";
import type { LetterQuery } from "./LetterFilters.tsx";
import { type Letter, mostChosen } from "./selection.ts";

/** The most rows that one call returns. */
const pageSize = 200;

/**
 * The letters that match the filter. State and search are read from the address, so that other pages can link to them.
 */
export function useLetterList() {
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState(params.get("search") ?? "");
  const settled = useSettled(search);
  const query: LetterQuery = { search, state: LetterState.safeParse(params.get("state")).data ?? null };
  const asked = search.trim() === "" ? "" : settled.trim();
  const list = usePages("letters.list", {
    ...(asked === "" ? {} : { search: asked }),
    ...(query.state === null ? {} : { state: query.state }),
    limit: pageSize,
  });

  const setQuery = (next: LetterQuery) => {
    setSearch(next.search);
    if (next.state !== query.state) setParams(next.state === null ? {} : { state: next.state }, { replace: true });
  };
  /** Every letter that matches the filter, up to as many as can be selected. */
  const loadAll = async (): Promise<readonly Letter[]> => {
    let rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
    let more = list.hasNextPage;
    while (more && rows.length < mostChosen) {
      const next = await list.fetchNextPage();
      rows = next.data?.pages.flatMap((page) => page.rows) ?? [];
      more = next.hasNextPage && !next.isError;
    }
    return rows.slice(0, mostChosen);
  };
  return {
    query,
    setQuery,
    list,
    loadAll,
    rows: list.data?.pages.flatMap((page) => page.rows) ?? [],
    total: list.data?.pages[0]?.total ?? null,
  };
}
