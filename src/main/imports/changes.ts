import type { ImportField, ImportVerdict } from "#shared/contract/exchange.ts";
import { nameKey } from "#shared/model/text.ts";
import type { UserFacts } from "../store/people/users.ts";

type Changes = ImportVerdict["changes"];

const fieldOf = {
  username: "username",
  name: "name",
  email: "email",
  external_id: "externalId",
  notes: "notes",
  status: "status",
} as const satisfies Partial<Record<keyof UserFacts, ImportField>>;

const inWords: Readonly<Partial<Record<ImportField, string>>> = {
  username: "Username",
  name: "Name",
  email: "E-mail",
  externalId: "External id",
  notes: "Notes",
  status: "Status",
  groups: "Groups",
};

export const changedFields = (before: UserFacts, after: UserFacts): (keyof typeof fieldOf)[] =>
  (Object.keys(fieldOf) as (keyof typeof fieldOf)[]).filter((field) => before[field] !== after[field]);

const longest = 200;
const shorten = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

interface Update {
  changes: Changes;
  /** For people: before and after of each field. */
  message: string;
  /** Whether a field is emptied or a group is left. */
  loses: boolean;
}

const longestInWords = 80;
const shown = (text: string): string => {
  const [first = ""] = text.split("\n", 1);
  const cut = first.length > longestInWords || first !== text ? `${first.slice(0, longestInWords - 1)}…` : first;
  return text === "" ? "empty" : `“${cut}”`;
};

function groupsInWords(before: readonly string[], after: readonly string[]): { text: string; leaves: boolean } {
  const [had, has] = [new Set(before.map(nameKey)), new Set(after.map(nameKey))];
  const leaves = before.filter((name) => !has.has(nameKey(name)));
  const joins = after.filter((name) => !had.has(nameKey(name)));
  const texts = [
    leaves.length > 0 ? `leaves ${leaves.join(", ")}` : "",
    joins.length > 0 ? `joins ${joins.join(", ")}` : "",
  ];
  return { text: texts.filter((text) => text !== "").join("; "), leaves: leaves.length > 0 };
}

/**
 * What an update does to a person.
 *
 * @param groups names before and after; undefined if they stay
 */
export function updateOf(
  before: UserFacts,
  after: UserFacts,
  groups: { before: readonly string[]; after: readonly string[] } | undefined,
): Update {
  const changes: Changes = changedFields(before, after).map((column) => ({
    field: fieldOf[column],
    before: shorten(before[column]),
    after: shorten(after[column]),
  }));
  const texts = changes.map(
    ({ field, before: was, after: becomes }) => `${inWords[field] ?? field}: ${shown(was)} → ${shown(becomes)}.`,
  );
  let loses = changes.some(({ after: becomes }) => becomes === "");
  if (groups) {
    const { text, leaves } = groupsInWords(groups.before, groups.after);
    changes.push({
      field: "groups",
      before: shorten(groups.before.join("; ")),
      after: shorten(groups.after.join("; ")),
    });
    texts.push(`Groups: ${text}.`);
    loses ||= leaves;
  }
  return { changes, message: texts.join(" "), loses };
}
