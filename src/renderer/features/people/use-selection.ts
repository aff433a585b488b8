import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { UserFilter } from "#shared/contract/directory.ts";
import type { UserId } from "#shared/model/ids.ts";
import type { Person } from "./people-pages.ts";
import { between, choose, type Chosen, everyone, isChosen, nobody, stillStands } from "./selection.ts";

export interface PeopleSelection {
  chosen: Chosen;
  /** The last attempt would have named more people one by one than is possible. */
  full: boolean;
  /** Toggles one row, and makes it the start of a range. */
  toggle: (id: UserId) => void;
  /**
   * Gives all rows from the start of the range to this one the state of the first.
   * @param from where a range starts if there is none
   */
  extend: (id: UserId, from?: UserId) => void;
  /** Ends the current range. */
  endRange: () => void;
  all: () => void;
  clear: () => void;
}

const chosenKey = ["people.chosen"];

/** Keeps the selection for the way back to the list. */
function useKeptChoice() {
  const client = useQueryClient();
  const [kept, setKept] = useState(() => client.getQueryData<Chosen>(chosenKey) ?? nobody);
  useEffect(() => {
    client.setQueryDefaults(chosenKey, { gcTime: Infinity });
    client.setQueryData<Chosen>(chosenKey, kept);
  }, [client, kept]);
  return [kept, setKept] as const;
}

/** The selection of people across all pages of a list. It is still there when coming back from a person. */
export function useSelection(filter: UserFilter, rows: readonly Person[]): PeopleSelection {
  const [kept, setChosen] = useKeptChoice();
  const [start, setStart] = useState<UserId | null>(null);
  const [full, setFull] = useState(false);
  const chosen = stillStands(kept, filter) ? kept : nobody;
  if (chosen !== kept) setChosen(chosen);

  const put = useCallback(
    (ids: readonly UserId[], on: boolean) => {
      const next = choose(chosen, ids, on);
      setFull(next === null);
      if (next) setChosen(next);
    },
    [chosen, setChosen],
  );
  const toggle = useCallback(
    (id: UserId) => {
      setStart(id);
      put([id], !isChosen(chosen, id));
    },
    [put, chosen],
  );
  const extend = useCallback(
    (id: UserId, from?: UserId) => {
      const origin = start ?? from;
      const range = origin && between(rows, origin, id);
      if (!range) return toggle(id);
      setStart(origin);
      put(range, start === null || isChosen(chosen, start));
    },
    [put, toggle, chosen, rows, start],
  );
  const endRange = useCallback(() => setStart(null), []);
  const reset = useCallback(
    (next: Chosen) => {
      setChosen(next);
      setStart(null);
      setFull(false);
    },
    [setChosen],
  );
  return useMemo(
    () => ({ chosen, full, toggle, extend, endRange, all: () => reset(everyone(filter)), clear: () => reset(nobody) }),
    [chosen, full, toggle, extend, endRange, filter, reset],
  );
}
