import { type ComponentType, type ReactNode, useEffect, useState } from "react";

/** What became of reading a part of the window. */
type Reading<Props> = { part: ComponentType<Props> } | { failure: unknown } | null;

/**
 * A part of the window that is read when it is first shown, with `waiting` in its place until then. Unlike one of
 * React's `lazy`, it comes as soon as it is there: what a Suspense boundary reveals waits until its fallback has stood
 * for 300 ms, which at a help desk is the longest part of signing in.
 *
 * @throws in rendering, what `read` rejects with: an ErrorBoundary shows it
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
      read().then(
        (part) => settle((known = { part })),
        (failure: unknown) => settle({ failure }),
      );
      return () => void (shown = false);
    }, [reading]);
    if (!reading) return waiting;
    if ("failure" in reading) throw reading.failure;
    return <reading.part {...props} />;
  };
}
