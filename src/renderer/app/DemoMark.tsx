import classes from "./DemoMark.module.css";
import { useStatus } from "./session.ts";

/** Says on every screen that nothing here is real. */
export function DemoMark() {
  if (useStatus().demo === null) return null;
  return (
    <section className={classes.mark} aria-label="Demo">
      <strong>DEMO</strong>
      <span>Everyone here is invented. All data is deleted when you close the console.</span>
    </section>
  );
}
