import { type FocusEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { PeopleWindow, Place } from "./people-pages.ts";
import { scrollToRow } from "./use-window-scroll.ts";

const numberOf = (target: EventTarget): number | null => {
  const row = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-number]") : null;
  return row ? Number(row.dataset["number"]) : null;
};

/** The row that the keyboard is on: one stop for the Tab key, moved by the arrow keys. */
export function useRowFocus(
  scroller: RefObject<HTMLElement | null>,
  { rows, at, start }: PeopleWindow,
  jump: (place: Place) => void,
) {
  const [active, setActive] = useState({ turn: start.turn, number: 0 });
  const pending = useRef<{ turn: number; number: number | "first" | "last" } | null>(null);
  const number = active.turn === start.turn ? active.number : start.kind === "last" ? at + rows.length - 1 : at;

  const onFocus = useCallback(
    (event: FocusEvent) => {
      const found = numberOf(event.target);
      if (found !== null) setActive({ turn: start.turn, number: found });
    },
    [start.turn],
  );
  const moveTo = (to: number) => {
    const next = Math.min(Math.max(to, at), at + rows.length - 1);
    if (scroller.current) scrollToRow(scroller.current, next - at);
    setActive({ turn: start.turn, number: next });
    pending.current = { turn: start.turn, number: next };
    return rows[next - at];
  };
  const jumpTo = (end: "first" | "last") => {
    // The rows of another place come under the next turn.
    pending.current = { turn: start.turn + 1, number: end };
    jump({ kind: end });
  };
  // Gives the keyboard to the row that was asked for, once it is drawn.
  useEffect(() => {
    const wanted = pending.current;
    if (!wanted || start.turn < wanted.turn) return;
    const to = wanted.number === "first" ? at : wanted.number === "last" ? at + rows.length - 1 : wanted.number;
    const link = scroller.current?.querySelector<HTMLElement>(`[data-number="${to}"] a`);
    if (!link) return;
    pending.current = null;
    link.focus({ preventScroll: true });
  });
  return { number, onFocus, moveTo, jumpTo };
}

export type RowFocus = ReturnType<typeof useRowFocus>;
