import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { PeopleWindow } from "./people-pages.ts";

export const rowHeight = 52;
/** How many rows before the end of the loaded pages the next page is requested. */
const lead = 40;

interface WindowScrollInput {
  scroller: RefObject<HTMLDivElement | null>;
  window: PeopleWindow;
  /** Number of a row that stays in the document even when not visible, because it has the focus. */
  keep: number;
  loadNext: (() => void) | undefined;
  loadPrevious: (() => void) | undefined;
}

/** The indices of the rows that are visible now. */
const inSight = ({ scrollTop, clientHeight }: HTMLElement) => ({
  first: Math.floor(scrollTop / rowHeight),
  last: Math.ceil((scrollTop + clientHeight) / rowHeight),
});

/**
 * Renders the visible rows of a window that moves over a longer list. When pages are added or dropped above, the
 * visible rows stay in place: the scrolled height never grows beyond the loaded rows.
 */
export function useWindowScroll({ scroller, window, keep, loadNext, loadPrevious }: WindowScrollInput) {
  const { rows, at, start } = window;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 10,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const indices = Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n);
      const kept = keep - at;
      if (kept < 0 || kept >= count || (kept >= from && kept <= to)) return indices;
      return kept < from ? [kept, ...indices] : [...indices, kept];
    },
  });
  useStayInPlace(scroller, window);

  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    // Read from the element: the virtualizer learns of a corrected position only later.
    if (!scroller.current) return;
    const seen = inSight(scroller.current);
    if (seen.last >= rows.length - lead) loadNext?.();
    else if (seen.first <= lead) loadPrevious?.();
  }, [scroller, first, last, rows.length, at, start, loadNext, loadPrevious]);

  const top = Math.floor((virtualizer.scrollOffset ?? 0) / rowHeight);
  return { virtualizer, items, top };
}

function useStayInPlace(scroller: RefObject<HTMLDivElement | null>, { start, at }: PeopleWindow): void {
  const held = useRef({ turn: start.turn, at });
  useLayoutEffect(() => {
    const before = held.current;
    held.current = { turn: start.turn, at };
    const element = scroller.current;
    if (!element) return;
    if (before.turn !== start.turn) element.scrollTo({ top: start.kind === "last" ? element.scrollHeight : 0 });
    else if (before.at !== at) element.scrollBy({ top: (before.at - at) * rowHeight });
  }, [scroller, start, at]);
}

/** Scrolls a row into view by the shortest distance. */
export function scrollToRow(element: HTMLElement, index: number): void {
  const top = index * rowHeight;
  if (top < element.scrollTop) element.scrollTo({ top });
  else if (top + rowHeight > element.scrollTop + element.clientHeight) {
    element.scrollTo({ top: top + rowHeight - element.clientHeight });
  }
}
