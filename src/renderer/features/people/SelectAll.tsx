import { useEffect, useRef } from "react";
import type { Count } from "#shared/contract/directory.ts";
import { countOf, isEmpty } from "./selection.ts";
import type { PeopleSelection } from "./use-selection.ts";

/** Selects everyone on the list, including pages that are not loaded, or nobody. */
export function SelectAll({ selection, total }: { selection: PeopleSelection; total: Count | null }) {
  const box = useRef<HTMLInputElement>(null);
  const { chosen } = selection;
  const some = !isEmpty(chosen) && countOf(chosen, total)?.count !== 0;
  const all = chosen.kind === "all" && chosen.except.size === 0;
  useEffect(() => {
    if (box.current) box.current.indeterminate = some && !all;
  }, [some, all]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label="Select everyone on the list"
      checked={all}
      onChange={() => (all ? selection.clear() : selection.all())}
    />
  );
}
