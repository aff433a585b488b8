import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import type { UserFilter, UserSort } from "#shared/contract/directory.ts";
import type { UserId } from "#shared/model/ids.ts";
import { useProcedure } from "../ipc/hooks.ts";

/**
 * The list of people as it was left: for going back to it, and for finding who is next in it. It is forgotten with the
 * session, like everything else that was read for it.
 */
interface LeftList {
  /** The query part of its address; empty for the whole list. */
  query: string;
  filter: UserFilter;
  sort: UserSort;
}

const leftKey = ["people.left"];

export function leaveList(client: QueryClient, list: LeftList): void {
  client.setQueryDefaults(leftKey, { gcTime: Infinity });
  client.setQueryData<LeftList>(leftKey, list);
}

const leftList = (client: QueryClient): LeftList | undefined => client.getQueryData<LeftList>(leftKey);

/** The address of the list as it was left. */
export function usePeoplePath(): string {
  const query = leftList(useQueryClient())?.query ?? "";
  return query === "" ? "/people" : `/people?${query}`;
}

/** Passed from a row of the list to the person's pages: the person was opened from the list. */
export const fromList = { fromList: true };

export const isFromList = (state: unknown): boolean =>
  typeof state === "object" && state !== null && "fromList" in state && state.fromList === true;

/**
 * The people in a list who can be enrolled one after the other.
 * @returns null for a list that is not filtered, and for one of people who are enrolled or not active
 */
function queueOf({ filter }: LeftList): UserFilter | null {
  if (Object.keys(filter).length === 0 || filter.enrolment === "active") return null;
  if (filter.status !== undefined && filter.status !== "active") return null;
  return { ...filter, status: "active", enrolment: filter.enrolment ?? "none" };
}

export interface Queue {
  /** Who comes after this person in the list, starting over at its end; null: nobody is left. */
  next: { id: UserId; name: string } | null;
  left: { count: number; exact: boolean };
}

/**
 * Who to enrol after this person, in the list that the person was opened from.
 * @returns undefined while it is not known, null if there is no such list
 */
export function useQueue(person: { id: string }, opened: boolean): Queue | null | undefined {
  const list = leftList(useQueryClient());
  const filter = opened && list ? queueOf(list) : null;
  const enabled = filter !== null;
  const input = { ...filter, sort: list?.sort ?? "name", limit: 2 } as const;
  const beyond = useProcedure("users.list", { ...input, after: person.id }, { enabled });
  const all = useProcedure("users.list", input, { enabled });
  if (!enabled) return null;
  if (beyond.error || all.error) return null;
  if (!beyond.data || !all.data?.total || beyond.isFetching || all.isFetching) return undefined;
  const others = [...beyond.data.rows, ...all.data.rows].filter(({ id }) => id !== person.id);
  const here = all.data.rows.some(({ id }) => id === person.id) ? 1 : 0;
  const { count, exact } = all.data.total;
  const next = others[0];
  return {
    next: next ? { id: next.id, name: next.name || next.username } : null,
    left: { count: next ? Math.max(1, count - here) : 0, exact },
  };
}
