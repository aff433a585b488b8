interface Throttled {
  details?: Record<string, unknown> | undefined;
}

/** UTC milliseconds of the next attempt, from an error that names it; else null. */
export function retryAt(error: Throttled | null | undefined): number | null {
  const at = error?.details?.["retryAt"];
  return typeof at === "number" ? at : null;
}
