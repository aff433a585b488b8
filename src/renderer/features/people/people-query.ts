import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useLocation, useSearchParams } from "react-router";
import type { InputOf } from "#shared/contract/index.ts";
import { EnrolmentState, UserStatus } from "#shared/model/records.ts";

type ListInput = InputOf<"users.list">;
const sorts = ["name", "username", "newest"] as const;
type Sort = (typeof sorts)[number];

/** What the list is asked for. Kept in the address, so that it is still there on the way back from a person. */
export interface PeopleQuery {
  search: string;
  status: UserStatus | null;
  enrolment: EnrolmentState | null;
  sort: Sort;
}

const pageSize = 50;
/** Milliseconds without a keystroke before the search is asked. */
const searchDelay = 150;

const oneOf = <Value extends string>(values: readonly Value[], text: string | null): Value | null =>
  values.find((value) => value === text) ?? null;

export const readQuery = (params: URLSearchParams): PeopleQuery => ({
  search: params.get("search") ?? "",
  status: oneOf(UserStatus.options, params.get("status")),
  enrolment: oneOf(EnrolmentState.options, params.get("enrolment")),
  sort: oneOf(sorts, params.get("sort")) ?? "name",
});

export const writeQuery = (query: PeopleQuery): URLSearchParams =>
  new URLSearchParams({
    ...(query.search === "" ? {} : { search: query.search }),
    ...(query.status ? { status: query.status } : {}),
    ...(query.enrolment ? { enrolment: query.enrolment } : {}),
    ...(query.sort === "name" ? {} : { sort: query.sort }),
  });

export const isFiltered = (query: PeopleQuery): boolean =>
  query.search.trim() !== "" || query.status !== null || query.enrolment !== null;

export const listInput = (query: PeopleQuery, search: string): Omit<ListInput, "cursor"> => ({
  ...(search.trim() === "" ? {} : { search }),
  ...(query.status ? { status: query.status } : {}),
  ...(query.enrolment ? { enrolment: query.enrolment } : {}),
  sort: query.sort,
  limit: pageSize,
});

/** Marks a place in the history as one that this list wrote. */
const own = { peopleQuery: true };

const isOwn = (state: unknown): boolean => typeof state === "object" && state !== null && "peopleQuery" in state;

/**
 * The router changes the address a moment after it is asked to, too late for a field that is being
 * typed in: the query as shown is kept here, and follows the address only when someone else changed it.
 *
 * @returns the query as shown, and the search as asked for, which follows the typing after a moment
 */
export function usePeopleQuery() {
  const [params, setParams] = useSearchParams();
  const location = useLocation();
  const [query, setShown] = useState(() => readQuery(params));
  const [seen, setSeen] = useState(location.key);
  if (seen !== location.key) {
    setSeen(location.key);
    if (!isOwn(location.state)) setShown(readQuery(params));
  }
  const [search] = useDebouncedValue(query.search, searchDelay);
  const setQuery = (next: PeopleQuery | null) => {
    const shown = next ?? readQuery(new URLSearchParams());
    setShown(shown);
    setParams(writeQuery(shown), { replace: true, state: own });
  };
  return { query, search: query.search === "" ? "" : search, setQuery };
}
