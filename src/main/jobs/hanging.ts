/** Threads of this process that hang in a call of the system and were left behind; each resolves when it ends after all. */
export const hangingThreads = new Set<Promise<void>>();
