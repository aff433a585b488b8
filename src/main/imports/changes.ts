import type { ImportField, ImportVerdict } from "#shared/contract/exchange.ts";
import { nameKey } from "#shared/model/text.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
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

const named = (field: ImportField): Text => ({ key: `importFields.${field}` });

export const changedFields = (before: UserFacts, after: UserFacts): (keyof typeof fieldOf)[] =>
  (Object.keys(fieldOf) as (keyof typeof fieldOf)[]).filter((field) => before[field] !== after[field]);

const longest = 200;
const shorten = (value: string): string => (value.length > longest ? `${value.slice(0, longest - 1)}…` : value);

interface Update {
  changes: Changes;
  /** For people: before and after of each field. */
  message: Text | null;
  /** Whether a field is emptied or a group is left. */
  loses: boolean;
}

const longestInWords = 80;
const shown = (value: string): Text => {
  if (value === "") return text("imports.nothing");
  const [first = ""] = value.split("\n", 1);
  const cut = first.length > longestInWords || first !== value ? `${first.slice(0, longestInWords - 1)}…` : first;
  return text("imports.quoted", { value: cut });
};

/** Which groups somebody leaves and joins; null if only their order or spelling differs. */
function groupsAsText(left: readonly string[], joined: readonly string[]): Text | null {
  if (joined.length === 0) return left.length === 0 ? null : text("imports.leaves", { left });
  return left.length === 0 ? text("imports.joins", { joined }) : text("imports.leavesAndJoins", { left, joined });
}

function groupChange(before: readonly string[], after: readonly string[]): { what: Text | null; leaves: boolean } {
  const [had, has] = [new Set(before.map(nameKey)), new Set(after.map(nameKey))];
  const left = before.filter((name) => !has.has(nameKey(name)));
  const joined = after.filter((name) => !had.has(nameKey(name)));
  return { what: groupsAsText(left, joined), leaves: left.length > 0 };
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
  const texts = changes.map(({ field, before: was, after: becomes }) =>
    text("imports.changed", { field: named(field), before: shown(was), after: shown(becomes) }),
  );
  let loses = changes.some(({ after: becomes }) => becomes === "");
  if (groups) {
    const { what, leaves } = groupChange(groups.before, groups.after);
    changes.push({
      field: "groups",
      before: shorten(groups.before.join("; ")),
      after: shorten(groups.after.join("; ")),
    });
    if (what !== null) texts.push(what);
    loses ||= leaves;
  }
  const [first, ...others] = texts;
  return { changes, message: first === undefined ? null : sentences(first, ...others), loses };
}
