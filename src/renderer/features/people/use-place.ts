import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { keptFor, type PeopleWindow, type Place, type Start, startAt } from "./people-pages.ts";
import { rowHeight } from "./use-window-scroll.ts";

const placeKey = ["people.place"];

interface LeftPlace {
  /** The list it belongs to. */
  list: string;
  start: Start;
  /** Number of the topmost visible row. */
  row: number;
}

/**
 * Where reading starts. With another search or sort order the list starts from the top.
 * @param list identifies the list
 */
export function useStart(list: string) {
  const client = useQueryClient();
  const [state, setState] = useState(() => {
    const left = client.getQueryData<LeftPlace>(placeKey);
    return { list, start: left?.list === list ? left.start : startAt({ kind: "first" }) };
  });
  const current = state.list === list ? state : { list, start: startAt({ kind: "first" }) };
  if (current !== state) setState(current);
  const jump = useCallback((place: Place) => setState({ list, start: startAt(place) }), [list]);
  return { start: current.start, jump };
}

/** Scrolls back to the row that was visible when the list was left. */
export function useWayBack(scroller: RefObject<HTMLElement | null>, list: string, { rows, start, at }: PeopleWindow) {
  const client = useQueryClient();
  const now = useRef({ list, start, at });
  const restored = useRef(false);
  const empty = rows.length === 0;
  useLayoutEffect(() => {
    now.current = { list, start, at };
    if (restored.current || empty || !scroller.current) return;
    restored.current = true;
    const left = client.getQueryData<LeftPlace>(placeKey);
    if (left?.list !== list || left.start.turn !== start.turn) return;
    scroller.current.scrollTo({ top: (left.row - at) * rowHeight });
  }, [client, scroller, list, start, at, empty]);
  // A layout effect is cleaned up before its element leaves the document and loses its scroll position.
  useLayoutEffect(() => {
    const element = scroller.current;
    client.setQueryDefaults(placeKey, { gcTime: keptFor });
    return () => {
      const row = now.current.at + (element?.scrollTop ?? 0) / rowHeight;
      client.setQueryData<LeftPlace>(placeKey, { list: now.current.list, start: now.current.start, row });
    };
  }, [client, scroller]);
}
