import { Skeleton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import classes from "./VirtualTable.module.css";

export interface Column<Row> {
  key: string;
  title: ReactNode;
  /** The grid track's size: `120px`, `minmax(0, 1fr)`. */
  width: string;
  cell: (row: Row) => ReactNode;
  /** The whole text of a cell that may be cut off. */
  hint?: (row: Row) => string;
  /** Hidden in a narrow table: 1 first (below 900 px), then 2 (below 800), 3 only in a very narrow one (below 560). */
  drops?: 1 | 2 | 3;
  /** The cell contains a control, whose focus ring must not be cut off. */
  control?: boolean;
}

interface VirtualTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  /** How many match, loaded or not; null: not known. As many as there are rows if it is left out. */
  total?: number | null;
  loading?: boolean;
  loadMore?: (() => void) | undefined;
  /** The greatest height of the rows before they scroll, in CSS pixels; without it the table takes what is left. */
  maxHeight?: number;
  /** Height of a row, in CSS pixels; of most rows, where they wrap. */
  rowHeight?: number;
  /** Each row is as high as its text, which is not cut off. The table itself can be focused, to scroll through it. */
  wraps?: boolean;
  /** The rows contain nothing that can be focused: the table itself can be, so that the keyboard scrolls it. */
  readOnly?: boolean;
}

/** How many rows before the end the next page is requested. */
const lead = 15;

/** A table of any length: renders only the visible rows, and requests the next page before the end is reached. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, keyOf, total = rows.length, loading = false, loadMore } = props;
  const { maxHeight, rowHeight = 48, wraps = false, readOnly = false } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - lead) loadMore?.();
  }, [last, rows.length, loadMore]);
  const height = virtualizer.getTotalSize();
  return (
    <div
      className={classes.table}
      role="table"
      aria-label={label}
      aria-rowcount={total === null ? -1 : total + 1}
      data-height={maxHeight === undefined ? "fill" : "short"}
      data-wraps={wraps || undefined}
      style={tracksOf(columns)}
    >
      <Head columns={columns} />
      <div
        ref={scroller}
        role="presentation"
        className={classes.scroller}
        style={maxHeight === undefined ? undefined : { height, maxHeight }}
        onKeyDown={moveFocus}
      >
        {loading && <Loading />}
        <div
          role="rowgroup"
          {...(readOnly || wraps ? { tabIndex: 0 } : {})}
          className={classes.rows}
          style={{ height }}
        >
          {items.map(({ index, key, start }) => {
            const row = rows[index];
            return (
              row !== undefined && (
                <div
                  key={key}
                  ref={wraps ? virtualizer.measureElement : undefined}
                  data-index={index}
                  role="row"
                  aria-rowindex={index + 2}
                  className={classes.row}
                  style={{ transform: `translateY(${start}px)`, [wraps ? "minHeight" : "height"]: rowHeight }}
                >
                  <Cells columns={columns} row={row} />
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The tracks of all columns, of those left in a narrow table, and of those that are never hidden. */
function tracksOf<Row>(columns: readonly Column<Row>[]): CSSProperties {
  const without = (least: number) =>
    columns
      .filter(({ drops = 4 }) => drops > least)
      .map(({ width }) => width)
      .join(" ");
  return {
    "--tracks": without(0),
    "--tracks-without-1": without(1),
    "--tracks-without-2": without(2),
    "--tracks-without-3": without(3),
  } as CSSProperties;
}

function Head<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <div role="rowgroup">
      <div role="row" className={classes.head}>
        {columns.map(({ key, title, drops }) => (
          <div role="columnheader" key={key} data-drops={drops}>
            {title}
          </div>
        ))}
      </div>
    </div>
  );
}

function Cells<Row>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) {
  return columns.map(({ key, cell, hint, control, drops }) => (
    <div role="cell" key={key} data-drops={drops} title={hint?.(row)} data-holds={control ? "control" : undefined}>
      {cell(row)}
    </div>
  ));
}

function Loading() {
  return (
    <div aria-hidden>
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} height={20} m="md" w="auto" />
      ))}
    </div>
  );
}

const controls = "a[href], button, input";

/** The up and down arrows move to the same control in the next row. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row = event.target instanceof HTMLElement ? event.target.closest('[role="row"]') : null;
  if (!row || event.defaultPrevented || !event.currentTarget.contains(row)) return;
  const within = [...row.querySelectorAll<HTMLElement>(controls)];
  const at = within.indexOf(event.target as HTMLElement);
  // Others use the arrows themselves, such as a list to choose from.
  if (at === -1) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll('[role="row"]')];
  const next = rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) {
    const there = [...next.querySelectorAll<HTMLElement>(controls)];
    (there[at] ?? there.at(-1))?.focus();
  } else if (event.key === "ArrowUp") {
    document.querySelector<HTMLInputElement>("input[data-search]")?.focus();
  }
}
