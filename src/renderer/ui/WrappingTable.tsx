import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { type Column, tracksOf } from "./VirtualTable.tsx";
import classes from "./VirtualTable.module.css";

interface WrappingTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  /** Height of most rows, in CSS pixels; rows that wrap are taller. */
  rowHeight: number;
  /** Greatest height of the rows before they scroll, in CSS pixels. */
  maxHeight: number;
}

/** A table of any length that draws only the visible rows. Each row is as high as its text. */
export function WrappingTable<Row>(props: WrappingTableProps<Row>) {
  const { label, columns, rows, keyOf, rowHeight, maxHeight } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan: 8,
  });
  const height = virtualizer.getTotalSize();
  return (
    <div
      className={classes.table}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      data-height="short"
      data-wraps
      style={tracksOf(columns)}
    >
      <div role="rowgroup">
        <div role="row" className={classes.head}>
          {columns.map(({ key, title, drops }) => (
            <div role="columnheader" key={key} data-drops={drops}>
              {title}
            </div>
          ))}
        </div>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard */}
      <div ref={scroller} role="rowgroup" tabIndex={0} className={classes.scroller} style={{ height, maxHeight }}>
        <div role="presentation" className={classes.rows} style={{ height }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            return (
              row !== undefined && (
                <div
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  role="row"
                  aria-rowindex={index + 2}
                  className={classes.row}
                  style={{ minHeight: rowHeight, transform: `translateY(${start}px)` }}
                >
                  {columns.map((column) => (
                    <div role="cell" key={column.key} data-drops={column.drops}>
                      {column.cell(row)}
                    </div>
                  ))}
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}
