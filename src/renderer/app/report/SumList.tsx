import type { Sums } from "#shared/contract/directory.ts";
import { numberInWords } from "../../ui/format.ts";
import { sumLines } from "./sums.ts";
import classes from "./SumList.module.css";

/** The sums of a report, one below the other, so that anyone can add them up. */
export function SumList({ sums, doneLabel }: { sums: Sums; doneLabel: string }) {
  return (
    <dl className={classes.sums} aria-label="Sums">
      {sumLines(sums, doneLabel).map(({ what, count }) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{numberInWords(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
