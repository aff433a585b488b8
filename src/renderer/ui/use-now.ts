import { useEffect, useState } from "react";

const stepMs = 30_000;

/** The time in UTC milliseconds, updated twice a minute, for words such as `2 hours ago`. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
