import type { Count, Selection, UserFilter } from "#shared/contract/directory.ts";
import type { UserId } from "#shared/model/ids.ts";

/** How many people a call can name one by one. */
export const mostNamed = 10_000;

/** The selected people: named ones, or everyone who matches a filter except named ones. */
export type Chosen =
  | { kind: "named"; ids: ReadonlySet<UserId> }
  | { kind: "all"; filter: UserFilter; except: ReadonlySet<UserId> };

export const nobody: Chosen = { kind: "named", ids: new Set() };

export const everyone = (filter: UserFilter): Chosen => ({ kind: "all", filter, except: new Set() });

export const isChosen = (chosen: Chosen, id: UserId): boolean =>
  chosen.kind === "named" ? chosen.ids.has(id) : !chosen.except.has(id);

/**
 * Adds people to the selection or removes them.
 * @returns null if that would name more than `mostNamed`
 */
export function choose(chosen: Chosen, ids: readonly UserId[], on: boolean): Chosen | null {
  const named = new Set(chosen.kind === "named" ? chosen.ids : chosen.except);
  const add = (chosen.kind === "named") === on;
  for (const id of ids) {
    if (add) named.add(id);
    else named.delete(id);
  }
  if (named.size > mostNamed) return null;
  return chosen.kind === "named" ? { kind: "named", ids: named } : { ...chosen, except: named };
}

/**
 * How many are selected.
 * @param total how many match the list's filter; null while not known
 */
export function countOf(chosen: Chosen, total: Count | null): Count | null {
  if (chosen.kind === "named") return { count: chosen.ids.size, exact: true };
  return total && { count: Math.max(0, total.count - chosen.except.size), exact: total.exact };
}

export const isEmpty = (chosen: Chosen): boolean => chosen.kind === "named" && chosen.ids.size === 0;

/** As the console expects it; null if nobody is selected. */
export function toSelection(chosen: Chosen): Selection | null {
  if (chosen.kind === "named") return chosen.ids.size === 0 ? null : { ids: [...chosen.ids] };
  return { filter: chosen.filter, ...(chosen.except.size === 0 ? {} : { except: [...chosen.except] }) };
}

const sameFilter = (a: UserFilter, b: UserFilter): boolean =>
  a.search === b.search && a.group === b.group && a.status === b.status && a.enrolment === b.enrolment;

/**
 * Everyone who matches one filter is not everyone who matches another: such a selection ends when the filter changes.
 */
export const stillStands = (chosen: Chosen, filter: UserFilter): boolean =>
  chosen.kind === "named" || sameFilter(chosen.filter, filter);

/** The rows between two rows, both included; null if one is not loaded. */
export function between(rows: readonly { id: UserId }[], from: UserId, to: UserId): UserId[] | null {
  const a = rows.findIndex(({ id }) => id === from);
  const b = rows.findIndex(({ id }) => id === to);
  if (a === -1 || b === -1) return null;
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ id }) => id);
}
