import classes from "./StateBadge.module.css";

export type Tone = "good" | "wait" | "bad" | "quiet";

/** A state in a word; its colour only repeats it. */
export function StateBadge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}
