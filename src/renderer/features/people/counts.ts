import type { Count } from "#shared/contract/directory.ts";
import { counted } from "../../ui/format.ts";

/** `12 people`, or `More than 500 people` if the count is not exact. */
export const peopleInWords = ({ count, exact }: Count): string =>
  exact ? counted(count, "person", "people") : `More than ${counted(count, "person", "people")}`;

/** The line under the heading. */
export function totalInWords(total: Count, filtered: boolean): string {
  const verb = total.exact && total.count === 1 ? " matches" : " match";
  return peopleInWords(total) + (filtered ? verb : "");
}
