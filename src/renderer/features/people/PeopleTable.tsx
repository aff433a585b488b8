import { Skeleton } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Count, UserSort } from "#shared/contract/directory.ts";
import { LetterRail } from "./LetterRail.tsx";
import { letterOf, placeOf } from "./letters.ts";
import { listAct } from "./list-keys.ts";
import type { PeopleWindow, Place } from "./people-pages.ts";
import { PersonRow } from "./PersonRow.tsx";
import { isChosen } from "./selection.ts";
import { useWayBack } from "./use-place.ts";
import { type RowFocus, useRowFocus } from "./use-row-focus.ts";
import type { PeopleSelection } from "./use-selection.ts";
import { rowHeight, useWindowScroll } from "./use-window-scroll.ts";
import { SelectAll } from "./SelectAll.tsx";
import classes from "./PeopleTable.module.css";

interface PeopleTableProps {
  /** Identifies the list that the window belongs to. */
  list: string;
  window: PeopleWindow;
  total: Count | null;
  sort: UserSort;
  loading: boolean;
  /** The rows are still those of the previous list. */
  busy: boolean;
  loadNext: (() => void) | undefined;
  loadPrevious: (() => void) | undefined;
  atFirst: boolean;
  atLast: boolean;
  jump: (place: Place) => void;
  /** Absent if nothing can be done with a selection. */
  selection: PeopleSelection | undefined;
}

/** A list of up to this many people needs no alphabet. */
const few = 100;

/** Renders only the visible rows, whatever the list's length, and loads more in both directions. */
export function PeopleTable(props: PeopleTableProps) {
  const { window, total, sort, selection, jump } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const focus = useRowFocus(scroller, window, jump, props.list);
  const scroll = useWindowScroll({ ...props, scroller, keep: focus.number });
  useWayBack(scroller, props.list, window);
  const topRow = window.rows[scroll.top];
  const long = useLong(total);
  const whole = total?.exact && window.numbered ? total.count + 1 : -1;
  return (
    <div className={classes.frame}>
      <div
        className={classes.table}
        role="table"
        aria-label="People"
        aria-rowcount={whole}
        aria-busy={props.busy || undefined}
        data-choosing={selection ? true : undefined}
      >
        <Head selection={selection} total={total} />
        <div
          ref={scroller}
          role="presentation"
          className={classes.scroller}
          onFocus={focus.onFocus}
          onBlur={focus.onBlur}
          onKeyDown={(event) => onKey(event, props, focus)}
        >
          {props.loading && <Loading />}
          <Rows window={window} scroll={scroll} stop={focus.number} selection={selection} />
        </div>
      </div>
      {long && sort !== "newest" && (
        <LetterRail current={topRow ? letterOf(topRow, sort) : null} onJump={(letter) => jump(placeOf(letter))} />
      )}
    </div>
  );
}

/** While the total is not known, the alphabet stays: it may have the focus. */
function useLong(total: Count | null): boolean {
  const [long, setLong] = useState(false);
  const now = total === null ? long : !total.exact || total.count > few;
  if (now !== long) setLong(now);
  return now;
}

interface RowsProps {
  window: PeopleWindow;
  scroll: ReturnType<typeof useWindowScroll>;
  /** Number of the row where the Tab key stops. */
  stop: number;
  selection: PeopleSelection | undefined;
}

const nothing = () => undefined;

function Rows({ window: { rows, at }, scroll, stop, selection }: RowsProps) {
  const { items, virtualizer } = scroll;
  const reachable = items.some(({ index }) => index + at === stop);
  return (
    <div role="rowgroup" className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
      {items.map(({ index, key, start }) => {
        const person = rows[index];
        const number = index + at;
        return (
          person && (
            <PersonRow
              key={key}
              person={person}
              number={number}
              rowIndex={Math.max(0, number) + 2}
              top={start}
              height={rowHeight}
              tabStop={reachable ? number === stop : index === scroll.top}
              chosen={selection !== undefined && isChosen(selection.chosen, person.id)}
              toggle={selection?.toggle}
              extend={selection?.extend ?? nothing}
            />
          )
        );
      })}
    </div>
  );
}

/** External id and e-mail have their own columns only if there is room. */
const titles = [
  { title: "Name", at: undefined },
  { title: "Username", at: classes.username },
  { title: "External id", at: classes.apart },
  { title: "E-mail", at: classes.apart },
  { title: "Groups", at: classes.groups },
  { title: "Status", at: undefined },
  { title: "Enrolment", at: undefined },
];

function Head({ selection, total }: { selection: PeopleSelection | undefined; total: Count | null }) {
  return (
    <div role="rowgroup">
      <div role="row" className={classes.head}>
        {selection && (
          <div role="columnheader" className={classes.check}>
            <SelectAll selection={selection} total={total} />
          </div>
        )}
        {titles.map(({ title, at }) => (
          <div role="columnheader" key={title} className={at}>
            {title}
          </div>
        ))}
      </div>
    </div>
  );
}

function Loading() {
  return (
    <div aria-hidden>
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} height={20} m="md" w="auto" />
      ))}
    </div>
  );
}

function onKey(event: KeyboardEvent<HTMLElement>, props: PeopleTableProps, focus: RowFocus): void {
  const act = listAct(event, Math.floor(event.currentTarget.clientHeight / rowHeight));
  if (!act) return;
  event.preventDefault();
  const { window, selection, atFirst, atLast } = props;
  const { rows, at } = window;
  const here = rows[focus.number - at];
  switch (act.kind) {
    case "step": {
      if (act.by < 0 && focus.number === at && atFirst) {
        document.querySelector<HTMLInputElement>("input[data-search]")?.focus();
        return;
      }
      const there = focus.moveTo(focus.number + act.by);
      if (!act.extend) selection?.endRange();
      else if (there && here) selection?.extend(there.id, here.id);
      return;
    }
    case "first":
      if (atFirst) focus.moveTo(at);
      else focus.jumpTo("first");
      return;
    case "last":
      if (atLast) focus.moveTo(at + rows.length - 1);
      else focus.jumpTo("last");
      return;
    case "toggle":
      if (here) selection?.toggle(here.id);
      return;
    case "all":
      selection?.all();
  }
}
