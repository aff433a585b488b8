import { useState } from "react";
import { useLocation, useSearchParams } from "react-router";
import { Attention, type UserFilter, UserSort } from "#shared/contract/directory.ts";
import { GroupId } from "#shared/model/ids.ts";
import { EnrolmentState, UserStatus } from "#shared/model/records.ts";
import { useSettled } from "../../ui/use-settled.ts";

/** The query of the list. Kept in the address, so that it is still there when coming back from a person. */
export interface PeopleQuery {
  search: string;
  group: GroupId | null;
  status: UserStatus | null;
  enrolment: EnrolmentState | null;
  attention: Attention | null;
  sort: UserSort;
}

const oneOf = <Value extends string>(values: readonly Value[], text: string | null): Value | null =>
  values.find((value) => value === text) ?? null;

export const readQuery = (params: URLSearchParams): PeopleQuery => ({
  search: params.get("search") ?? "",
  group: GroupId.safeParse(params.get("group")).data ?? null,
  status: oneOf(UserStatus.options, params.get("status")),
  enrolment: oneOf(EnrolmentState.options, params.get("enrolment")),
  attention: oneOf(Attention.options, params.get("attention")),
  sort: oneOf(UserSort.options, params.get("sort")) ?? "name",
});

export const writeQuery = (query: PeopleQuery): URLSearchParams =>
  new URLSearchParams({
    ...(query.search === "" ? {} : { search: query.search }),
    ...(query.group ? { group: query.group } : {}),
    ...(query.status ? { status: query.status } : {}),
    ...(query.enrolment ? { enrolment: query.enrolment } : {}),
    ...(query.attention ? { attention: query.attention } : {}),
    ...(query.sort === "name" ? {} : { sort: query.sort }),
  });

export const isFiltered = (query: PeopleQuery): boolean => Object.keys(filterOf(query)).length > 0;

/** The query as the console expects it, without empty filters. */
export const filterOf = (query: Omit<PeopleQuery, "sort">): UserFilter => ({
  ...(query.search.trim() === "" ? {} : { search: query.search.trim() }),
  ...(query.group ? { group: query.group } : {}),
  ...(query.status ? { status: query.status } : {}),
  ...(query.enrolment ? { enrolment: query.enrolment } : {}),
  ...(query.attention ? { attention: query.attention } : {}),
});

export const queryOf = (filter: UserFilter, sort: UserSort): PeopleQuery => ({
  search: filter.search ?? "",
  group: filter.group ?? null,
  status: filter.status ?? null,
  enrolment: filter.enrolment ?? null,
  attention: filter.attention ?? null,
  sort,
});

/** Marks a history entry as written by this list. */
const own = { peopleQuery: true };

const isOwn = (state: unknown): boolean => typeof state === "object" && state !== null && "peopleQuery" in state;

export interface UsedPeopleQuery {
  /** As shown. */
  query: PeopleQuery;
  /** As sent: its search follows the typing after a short delay. */
  settled: PeopleQuery;
  /** null clears it. */
  setQuery: (next: PeopleQuery | null) => void;
}

/**
 * The router changes the address with a delay, too late for a field that is being typed in: the shown query is kept
 * here, and follows the address only when something else changed it.
 */
export function usePeopleQuery(): UsedPeopleQuery {
  const [params, setParams] = useSearchParams();
  const location = useLocation();
  const [query, setShown] = useState(() => readQuery(params));
  const [seen, setSeen] = useState(location.key);
  if (seen !== location.key) {
    setSeen(location.key);
    if (!isOwn(location.state)) setShown(readQuery(params));
  }
  const search = useSettled(query.search);
  const setQuery = (next: PeopleQuery | null) => {
    const shown = next ?? readQuery(new URLSearchParams());
    setShown(shown);
    setParams(writeQuery(shown), { replace: true, state: own });
  };
  return { query, settled: { ...query, search: query.search === "" ? "" : search }, setQuery };
}
