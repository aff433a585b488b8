/** Work that was begun before its result is needed: a fault of it waits until it is asked for. */
export function ahead<T>(work: Promise<T>): Promise<T> {
  void Promise.allSettled([work]);
  return work;
}
