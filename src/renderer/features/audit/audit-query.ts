import type { InputOf } from "#shared/contract/index.ts";

type ListInput = InputOf<"audit.list">;

export interface AuditQuery {
  search: string;
  /** An area, or null for all. */
  area: string | null;
  actor: string;
  /** Local calendar dates, `2026-11-24`, or empty. */
  from: string;
  to: string;
}

export const emptyQuery: AuditQuery = { search: "", area: null, actor: "", from: "", to: "" };

const pageSize = 50;

export const isFiltered = (query: AuditQuery): boolean =>
  query.search.trim() !== "" ||
  query.area !== null ||
  query.actor.trim() !== "" ||
  query.from !== "" ||
  query.to !== "";

/** UTC milliseconds of the beginning of a local day; undefined for no date. */
export function startOfDay(date: string, daysLater = 0): number | undefined {
  const [year, month, day] = date.split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const at = new Date(year, month - 1, day + daysLater).getTime();
  return Number.isNaN(at) || at < 0 ? undefined : at;
}

export function auditInput(query: AuditQuery, targetId: string | null): Omit<ListInput, "cursor"> {
  const from = startOfDay(query.from);
  // The last day belongs to the range.
  const end = startOfDay(query.to, 1);
  return {
    ...(query.search.trim() === "" ? {} : { search: query.search }),
    ...(query.area === null ? {} : { action: query.area }),
    ...(query.actor.trim() === "" ? {} : { actor: query.actor }),
    ...(targetId === null ? {} : { targetId }),
    ...(from === undefined ? {} : { from }),
    ...(end === undefined ? {} : { to: end - 1 }),
    limit: pageSize,
  };
}
