/** Work that was begun before its result is needed: an error waits until the result is asked for. */
export function ahead<T>(work: Promise<T>): Promise<T> {
  void Promise.allSettled([work]);
  return work;
}
