import type { SeedReport, SeedResult, SeedSums, SeedVerdict } from "#shared/contract/seeds.ts";
import { nameKey } from "#shared/model/text.ts";

/** Which entries are listed. */
export interface View {
  /** Null: what asks for a look. */
  shown: SeedVerdict | "entries" | null;
  search: string;
}

export const firstView: View = { shown: null, search: "" };

export const shownIn = ({ shown }: View, { refused, leftOut }: SeedSums): SeedVerdict | "entries" =>
  shown ?? (refused > 0 ? "refused" : leftOut > 0 ? "leftOut" : "entries");

/** What a search looks through. */
const wordsOf = ({ issuer, account, serial, said, owner, likely }: SeedResult): string[] =>
  [issuer, account, serial, ...said, owner?.username ?? "", owner?.name ?? ""]
    .concat(likely.flatMap(({ username, name }) => [username, name]))
    .map(nameKey);

const isMeant = (entry: SeedResult, search: string): boolean => {
  const words = wordsOf(entry);
  return nameKey(search)
    .split(/\s+/u)
    .every((part) => words.some((word) => word.includes(part)));
};

/** The entries that came with a report and are listed in a view. */
export function listed({ entries, sums }: Pick<SeedReport, "entries" | "sums">, view: View): SeedResult[] {
  const shown = shownIn(view, sums);
  const search = view.search.trim();
  return entries.filter(
    (entry) => (shown === "entries" || entry.verdict === shown) && (search === "" || isMeant(entry, search)),
  );
}
