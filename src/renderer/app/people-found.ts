import type { OutputOf } from "#shared/contract/index.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { useProcedure } from "../ipc/hooks.ts";
import { useSettled } from "../ui/use-settled.ts";

type FoundPerson = OutputOf<"users.find">["rows"][number];

interface Searching {
  /** Whether a search for this text makes sense. */
  wanted: (text: string) => boolean;
  status?: UserStatus;
}

const nobody: readonly FoundPerson[] = [];

/**
 * The first people who match what is typed. `fresh`: they match everything that is typed, not only its first letters;
 * `clear`: the only one who can be meant.
 */
export function usePeopleFound(typed: string, { wanted, status }: Searching) {
  const text = typed.trim();
  const settled = useSettled(text);
  const enabled = settled !== "" && wanted(settled);
  const { data, isPlaceholderData } = useProcedure(
    "users.find",
    { search: settled === "" ? "-" : settled, ...(status ? { status } : {}) },
    { enabled, keepPrevious: true },
  );
  const fresh = enabled && settled === text && data !== undefined && !isPlaceholderData;
  const rows = (enabled && data?.rows) || nobody;
  return { rows, clear: fresh ? rows.find(({ id }) => id === data.clear) : undefined, fresh, enabled };
}
