import type { GroupsBy, ImportField, ImportSums, ImportVerdict, NameOrder } from "#shared/contract/exchange.ts";
import { numberInWords } from "../../ui/format.ts";

export const fieldInWords: Record<ImportField, string> = {
  username: "Username",
  name: "Full name",
  firstName: "First name",
  lastName: "Last name",
  email: "E-mail",
  externalId: "External id",
  groups: "Groups",
  status: "Status",
  notes: "Notes",
};

export const nameOrderInWords: Record<NameOrder, string> = {
  asWritten: "As written",
  lastFirst: "Last name first",
};

export const groupsByInWords: Record<GroupsBy, string> = {
  none: "None: one group in each cell",
  ",": "Comma",
  ";": "Semicolon",
  "|": "Vertical bar",
  "\n": "Line break",
};

export type VerdictKind = ImportVerdict["verdict"];
export const verdictKinds = ["create", "update", "unchanged", "refused"] as const satisfies VerdictKind[];

/** What a dry run finds. */
export const verdictInWords: Record<VerdictKind, string> = {
  create: "New",
  update: "Changed",
  unchanged: "Unchanged",
  refused: "Refused",
};

/** `640 new, 310 changed, 2 refused`: zeros are omitted. */
export function sumsInWords(sums: ImportSums): string {
  const parts = verdictKinds
    .filter((kind) => sums[kind] > 0)
    .map((kind) => `${numberInWords(sums[kind])} ${verdictInWords[kind].toLowerCase()}`);
  return parts.length === 0 ? "No rows" : parts.join(", ");
}

/** How a spreadsheet names a column: 0 -> A, 26 -> AA. */
export function columnLetters(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}
