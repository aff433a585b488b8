import { useEffect, useState } from "react";

/**
 * Counts down the whole seconds until a time.
 * @param until UTC milliseconds, or null for no countdown
 * @returns 0 when the time has come, or if there is none
 */
export function useCountdown(until: number | null | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === null || until === undefined) return;
    const tick = () => {
      setNow(Date.now());
      if (Date.now() >= until) clearInterval(timer);
    };
    const timer = setInterval(tick, 250);
    tick();
    return () => clearInterval(timer);
  }, [until]);
  if (until === null || until === undefined) return 0;
  return Math.max(0, Math.ceil((until - now) / 1000));
}
