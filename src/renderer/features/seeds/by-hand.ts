import type { SeedResult } from "#shared/contract/seeds.ts";

/** Whom somebody has named for an entry; or it is left out. */
export type ByHand = { readonly owner: { readonly username: string; readonly name: string } } | "leftOut";

/** What somebody has decided, by the numbers of the entries. */
export type Decisions = ReadonlyMap<number, ByHand>;

export const nothingDecided: Decisions = new Map();

/** Whether an owner would help: what cannot be kept as it is stays out in any case. */
export const mayDecide = ({ algorithm }: SeedResult): boolean => algorithm !== null;

/** @param made null takes what was decided back */
export function decided(before: Decisions, entries: readonly number[], made: ByHand | null): Decisions {
  const after = new Map(before);
  for (const at of entries) {
    if (made === null) after.delete(at);
    else after.set(at, made);
  }
  return after;
}

/** Whether an entry is nobody's, and nobody has decided about it. */
export const isOpen = ({ ownerless, at }: SeedResult, decisions: Decisions): boolean => ownerless && !decisions.has(at);

/** Gives the open entries that can mean only one person to that person. */
export function withLikely(before: Decisions, entries: readonly SeedResult[]): Decisions {
  const after = new Map(before);
  for (const entry of likelyOf(entries, before)) {
    const [owner] = entry.likely;
    if (owner) after.set(entry.at, { owner });
  }
  return after;
}

/** The open entries for which exactly one person is likely. */
export const likelyOf = (entries: readonly SeedResult[], decisions: Decisions): SeedResult[] =>
  entries.filter((entry) => entry.likely.length === 1 && isOpen(entry, decisions));

const isSame = (one: ByHand | undefined, other: ByHand | undefined): boolean =>
  one === other ||
  (typeof one === "object" && typeof other === "object" && one.owner.username === other.owner.username);

/** Whether what was decided about an entry differs from what was checked. */
export const differs = (at: number, decisions: Decisions, checked: Decisions): boolean =>
  !isSame(decisions.get(at), checked.get(at));

/** About how many entries something else was decided than was checked. */
export const differing = (decisions: Decisions, checked: Decisions): number =>
  [...new Set([...decisions.keys(), ...checked.keys()])].filter((at) => differs(at, decisions, checked)).length;

/** The open entry after this one, from the first on after the last; undefined if there is no other. */
export function openAfter(entries: readonly SeedResult[], at: number, decisions: Decisions): SeedResult | undefined {
  const open = entries.filter((entry) => entry.at !== at && isOpen(entry, decisions));
  return open.find((entry) => entry.at > at) ?? open[0];
}

/** What the console is told of it. */
export const decisionsIn = (decisions: Decisions) => ({
  assign: [...decisions].flatMap(([at, made]) => (made === "leftOut" ? [] : [{ at, username: made.owner.username }])),
  leaveOut: [...decisions].flatMap(([at, made]) => (made === "leftOut" ? [at] : [])),
});
