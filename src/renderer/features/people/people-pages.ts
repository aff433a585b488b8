import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Count, UserFilter, UserSort } from "#shared/contract/directory.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import { call } from "../../ipc/client.ts";
import { useProcedure } from "../../ipc/hooks.ts";

export type Person = OutputOf<"users.list">["rows"][number];

/** Where in the list reading starts. */
export type Place = { kind: "first" } | { kind: "last" } | { kind: "text"; text: string };

/** A place with a number for each jump, because the same place can be jumped to again. */
export type Start = Place & { turn: number };

let turns = 0;
export const startAt = (place: Place): Start => ({ ...place, turn: (turns += 1) });

const pageSize = 100;
/** How many pages are kept; the farthest is dropped when another is loaded. */
const keptPages = 10;
/** How long a list is kept after it was left, in milliseconds. */
export const keptFor = 300_000;

/** A page and its position: the number of its first row, counted from where reading started. */
interface Page extends OutputOf<"users.list"> {
  at: number;
  start: Start;
}

/** Which page to read, and its position: it begins at a row, or ends before one. */
type Wanted = { cursor: string | null } & ({ begins: number } | { ends: number });

const firstPage: Wanted = { cursor: null, begins: 0 };

const startInput = (start: Start) => {
  if (start.kind === "text") return { startAt: start.text };
  return start.kind === "last" ? ({ fromEnd: true } as const) : {};
};

async function readPage(
  base: UserFilter & { sort: UserSort },
  start: Start,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Page> {
  const input = { ...base, limit: pageSize };
  const where = wanted.cursor === null ? startInput(start) : { cursor: wanted.cursor };
  const page = await call("users.list", { ...input, ...where }, { signal });
  if (page.rows.length === 0 && wanted.cursor === null && start.kind === "text") {
    // Nobody comes that late in the order: the end is the nearest place.
    const end = await call("users.list", { ...input, fromEnd: true }, { signal });
    return { ...end, at: 0, start: { kind: "last", turn: start.turn } };
  }
  return { ...page, at: "begins" in wanted ? wanted.begins : wanted.ends - page.rows.length, start };
}

export interface PeopleInput {
  filter: UserFilter;
  sort: UserSort;
  start: Start;
}

export interface PeopleWindow {
  rows: readonly Person[];
  /** The number of the first row. */
  at: number;
  /** Where reading started; right after a jump the rows may still be those from before it. */
  start: Start;
  /** Whether numbering starts with 0 at the list's first row. */
  numbered: boolean;
}

const noRows: PeopleWindow = { rows: [], at: 0, start: { kind: "first", turn: 0 }, numbered: true };

/**
 * A window of pages over a list of any length, read in both directions. At most `keptPages` pages are kept in memory.
 */
export function usePeoplePages({ filter, sort, start }: PeopleInput) {
  const base = { ...filter, sort };
  const list = useInfiniteQuery({
    queryKey: ["users.list", base, start, "window"],
    queryFn: ({ pageParam, signal }) => readPage(base, start, pageParam, signal),
    initialPageParam: firstPage,
    getNextPageParam: (page: Page): Wanted | null =>
      page.nextCursor === null ? null : { cursor: page.nextCursor, begins: page.at + page.rows.length },
    getPreviousPageParam: (page: Page): Wanted | null =>
      page.previousCursor === null ? null : { cursor: page.previousCursor, ends: page.at },
    maxPages: keptPages,
    gcTime: keptFor,
    placeholderData: keepPreviousData,
  });
  const pages = list.data?.pages;
  const window = useMemo((): PeopleWindow => {
    const first = pages?.[0];
    if (!first) return noRows;
    return {
      rows: pages.flatMap((page) => page.rows),
      at: first.at,
      start: first.start,
      numbered: first.start.kind === "first",
    };
  }, [pages]);
  const total = useTotal(filter, list.isPlaceholderData ? undefined : pages);
  return { list, window, total };
}

export type PeoplePages = ReturnType<typeof usePeoplePages>;

/** The total comes with the first page; if that page is not in memory, it is requested. null: not known yet. */
function useTotal(filter: UserFilter, pages: readonly Page[] | undefined): Count | null {
  const held = pages?.find((page) => page.total !== null)?.total ?? null;
  const asked = useProcedure("users.list", { ...filter, limit: 1 }, { enabled: pages !== undefined && held === null });
  return held ?? asked.data?.total ?? null;
}
