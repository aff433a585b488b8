import { Progress } from "@mantine/core";
import { useState } from "react";
import { clockOf } from "../ui/format.ts";
import classes from "./UserSide.module.css";

interface TimeLeftProps {
  /** UTC milliseconds. */
  until: number;
  /** Seconds. */
  left: number;
  label: string;
}

/** The remaining time as a clock and a bar. */
export function TimeLeft({ until, left, label }: TimeLeftProps) {
  const [since] = useState(() => Date.now());
  const whole = Math.max(1, (until - since) / 1000);
  return (
    <div className={classes.time} role="timer">
      <span className="numbers">
        {label} {clockOf(left)}
      </span>
      <Progress value={Math.min(100, (left / whole) * 100)} aria-label={label} />
    </div>
  );
}
