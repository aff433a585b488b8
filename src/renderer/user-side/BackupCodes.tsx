import { Button } from "@mantine/core";
import { useCountdown } from "../ui/use-countdown.ts";
import { TimeLeft } from "./TimeLeft.tsx";
import classes from "./UserSide.module.css";
import { Heading } from "./Words.tsx";

interface BackupCodesProps {
  codes: readonly string[];
  /** UTC milliseconds. */
  closesAt: number;
  onKept: () => void;
}

/** The codes for when the phone is lost, large enough to copy by hand. */
export function BackupCodes({ codes, closesAt, onKept }: BackupCodesProps) {
  const left = useCountdown(closesAt);
  return (
    <main className={classes.codes}>
      <Heading>It works. Now keep your backup codes</Heading>
      <p className={classes.text}>
        Write them down and keep them away from your phone. Each works once in place of a code from the app. They are
        not shown again.
      </p>
      <ol className={classes.list} aria-label="Backup codes" data-long={codes.some((code) => code.length > 12)}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <footer className={classes.foot}>
        <TimeLeft until={closesAt} left={left} label="Closes in" />
        <Button size="xl" onClick={onKept}>
          I have written them down
        </Button>
      </footer>
    </main>
  );
}
