import { Skeleton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { Link } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { EnrolmentBadge, UserBadge } from "./badges.tsx";
import classes from "./PeopleTable.module.css";

type Person = OutputOf<"users.list">["rows"][number];

const rowHeight = 52;

interface PeopleTableProps {
  rows: readonly Person[];
  /** All that match, loaded or not. */
  total: number;
  loading: boolean;
  loadMore: (() => void) | undefined;
}

/** Draws only the rows in sight, and loads the next page before its end is reached. */
export function PeopleTable({ rows, total, loading, loadMore }: PeopleTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 15) loadMore?.();
  }, [last, rows.length, loadMore]);

  return (
    <div className={classes.table} role="table" aria-label="People" aria-rowcount={total + 1}>
      <Head />
      <div ref={scroller} role="presentation" className={classes.scroller} onKeyDown={moveFocus}>
        {loading && <Loading />}
        <div role="rowgroup" className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const person = rows[index];
            return (
              person && (
                <div
                  key={key}
                  role="row"
                  aria-rowindex={index + 2}
                  className={classes.row}
                  style={{ transform: `translateY(${start}px)`, height: rowHeight }}
                >
                  <Cells person={person} />
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Head() {
  return (
    <div role="rowgroup">
      <div role="row" className={classes.head}>
        {["Name", "Username", "E-mail", "Status", "Enrolment"].map((title) => (
          <div role="columnheader" key={title}>
            {title}
          </div>
        ))}
      </div>
    </div>
  );
}

function Cells({ person }: { person: Person }) {
  return (
    <>
      <div role="cell" className={classes.name}>
        <Link to={`/people/${person.id}`} className={classes.link} title={person.name}>
          {person.name || person.username}
        </Link>
      </div>
      <div role="cell" title={person.username}>
        {person.username}
      </div>
      <div role="cell" className={classes.quiet} title={person.email}>
        {person.email}
      </div>
      <div role="cell">
        <UserBadge status={person.status} />
      </div>
      <div role="cell">
        <EnrolmentBadge state={person.enrolment} />
      </div>
    </>
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

/** Up and down step through the people's names. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('[role="row"] a')];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at === -1) return;
  event.preventDefault();
  if (next) next.focus();
  else if (event.key === "ArrowUp") document.querySelector<HTMLInputElement>("input[data-search]")?.focus();
}
