import type { Sums } from "#shared/contract/directory.ts";
import { sumLines } from "./outcome.ts";
import classes from "./Sums.module.css";
import { numberInWords } from "../../ui/format.ts";

/** The sums of a report, one below the other, so that anyone can add them up. */
export function SumList({ sums, done }: { sums: Sums; done: string }) {
  return (
    <dl className={classes.sums} aria-label="Sums">
      {sumLines(sums, { done }).map(({ what, count }) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{numberInWords(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
