import type { ErrorDetails } from "#shared/errors.ts";
import type { UserFacts } from "../store/people/users.ts";

const recorded = {
  username: "username",
  name: "name",
  email: "email",
  external_id: "externalId",
  status: "status",
} as const satisfies Partial<Record<keyof UserFacts, string>>;

/** Names of groups, before and after. */
interface Groups {
  before: readonly string[];
  after: readonly string[];
}

/**
 * What the audit log records about a change of a person, by hand and in an import: before and after of each field; for
 * the notes only that they changed.
 *
 * @returns nothing if nothing has changed
 */
export function differences(before: UserFacts, after: UserFacts, groups: Groups): ErrorDetails {
  const details: ErrorDetails = {};
  const note = (field: string, from: string, to: string): void => {
    if (from === to) return;
    details[`${field}Before`] = from;
    details[`${field}After`] = to;
  };
  for (const [column, field] of Object.entries(recorded) as [keyof typeof recorded, string][])
    note(field, before[column], after[column]);
  if (before.notes !== after.notes) details["notesChanged"] = true;
  note("groups", groups.before.join(", "), groups.after.join(", "));
  return details;
}
