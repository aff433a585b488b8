import { useEffect } from "react";
import { type Blocker, useBlocker } from "react-router";

/**
 * Holds whoever leaves the page while leaving would lose something. A question about it that stands when there is
 * nothing left to lose answers itself: the way goes on.
 */
export function useLeaving(loses: boolean): Blocker {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => loses && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!loses && blocker.state === "blocked") blocker.proceed();
  }, [loses, blocker]);
  return blocker;
}
