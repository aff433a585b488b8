import { type ComponentType, type ReactNode, useEffect, useState } from "react";

/** The outcome of loading a part of the window. */
type Reading<Props> = { part: ComponentType<Props> } | { failure: unknown } | null;

/**
 * A part of the window that is loaded, and all styles with it, when it is first shown; `waiting` is in its place until
 * then. Unlike React's `lazy`, it appears as soon as it is loaded: a Suspense boundary keeps its fallback for at least
 * 300 ms, which would be the longest part of signing in at a help desk.
 *
 * @throws while rendering, what `read` rejects with: an ErrorBoundary shows it
 */
export function readLater<Props extends object>(
  read: () => Promise<ComponentType<Props>>,
  waiting: ReactNode = null,
): ComponentType<Props> {
  let known: Reading<Props> = null;
  return function ReadLater(props: Props) {
    const [reading, setReading] = useState(known);
    useEffect(() => {
      if (reading) return undefined;
      let shown = true;
      const settle = (result: Reading<Props>): void => {
        if (shown) setReading(result);
      };
      Promise.all([read(), import("../ui/all-styles.ts")]).then(
        ([part]) => settle((known = { part })),
        (failure: unknown) => settle({ failure }),
      );
      return () => void (shown = false);
    }, [reading]);
    if (!reading) return waiting;
    if ("failure" in reading) throw reading.failure;
    return <reading.part {...props} />;
  };
}
