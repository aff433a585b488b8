import { useQueryClient } from "@tanstack/react-query";
import { type FocusEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { isFocusLost } from "../../app/keep-focus.ts";
import { keptFor, type PeopleWindow, type Place } from "./people-pages.ts";
import { scrollToRow } from "./use-window-scroll.ts";

const numberOf = (target: EventTarget): number | null => {
  const row = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-number]") : null;
  return row ? Number(row.dataset["number"]) : null;
};

interface LeftRow {
  turn: number;
  number: number;
}

const rowKey = ["people.row"];

/** The row that had the focus when the list was left. If that person is gone, the next one has the number. */
function useLeftRow(list: string) {
  const client = useQueryClient();
  const [row] = useState(() => {
    const left = client.getQueryData<{ list: string; row: LeftRow }>(rowKey);
    return left?.list === list ? left.row : undefined;
  });
  const now = useRef<{ list: string; row: LeftRow } | null>(null);
  useEffect(() => {
    client.setQueryDefaults(rowKey, { gcTime: keptFor });
    return () => {
      const last = now.current;
      if (last) client.setQueryData(rowKey, last);
      else client.removeQueries({ queryKey: rowKey });
    };
  }, [client]);
  const note = (next: LeftRow | null) => (now.current = next && { list, row: next });
  return { row, note };
}

/** The row that has the focus: one stop for the Tab key, moved with the arrow keys. */
export function useRowFocus(
  scroller: RefObject<HTMLElement | null>,
  { rows, at, start }: PeopleWindow,
  jump: (place: Place) => void,
  list: string,
) {
  const left = useLeftRow(list);
  const [active, setActive] = useState(left.row ?? { turn: start.turn, number: 0 });
  const pending = useRef<{ turn: number; number: number | "first" | "last" } | null>(left.row ?? null);
  /** Whether a row has the focus, or had it until the row disappeared. */
  const inside = useRef(left.row !== undefined);
  const number = active.turn === start.turn ? active.number : start.kind === "last" ? at + rows.length - 1 : at;

  const onFocus = useCallback(
    (event: FocusEvent) => {
      const found = numberOf(event.target);
      if (found === null) return;
      inside.current = true;
      setActive({ turn: start.turn, number: found });
    },
    [start.turn],
  );
  const onBlur = (event: FocusEvent) => {
    // While the console is locked, the list still exists but is hidden.
    if (!event.target.checkVisibility() || event.relatedTarget === null) return;
    inside.current = false;
    left.note(null);
  };
  const moveTo = (to: number) => {
    const next = Math.min(Math.max(to, at), at + rows.length - 1);
    if (scroller.current) scrollToRow(scroller.current, next - at);
    setActive({ turn: start.turn, number: next });
    pending.current = { turn: start.turn, number: next };
    return rows[next - at];
  };
  const jumpTo = (end: "first" | "last") => {
    // The rows of another place arrive with the next turn.
    pending.current = { turn: start.turn + 1, number: end };
    jump({ kind: end });
  };
  // Focuses the requested row once it is rendered.
  useEffect(() => {
    left.note(inside.current ? { turn: start.turn, number } : null);
    const lost = inside.current && isFocusLost();
    const wanted =
      pending.current ?? (lost ? { turn: start.turn, number: Math.min(number, at + rows.length - 1) } : null);
    if (!wanted || start.turn < wanted.turn) return;
    const to = wanted.number === "first" ? at : wanted.number === "last" ? at + rows.length - 1 : wanted.number;
    const link = scroller.current?.querySelector<HTMLElement>(`[data-number="${to}"] a`);
    if (!link) return;
    pending.current = null;
    link.focus({ preventScroll: true });
  });
  return { number, onFocus, onBlur, moveTo, jumpTo };
}

export type RowFocus = ReturnType<typeof useRowFocus>;
