import { localTime, utcTime } from "./format.ts";

interface TimeTextProps {
  /** UTC milliseconds; null shows `never`. */
  at: number | null;
  never?: string;
}

/** Local time; UTC when hovered. */
export function TimeText({ at, never = "Never" }: TimeTextProps) {
  if (at === null) return <span>{never}</span>;
  return (
    <time className="numbers" dateTime={new Date(at).toISOString()} title={utcTime(at)}>
      {localTime.format(at)}
    </time>
  );
}
