import type { CallOptions } from "../base/ports.ts";
import { writeRaw } from "../store/people/bulk-directory.ts";
import { openRaw } from "../store/open.ts";
import { mergeSearchIndex } from "../store/search/user-index.ts";

/**
 * Merges the search index after many people were added. Nobody waits for it, and it can be stopped at any time: without
 * it searches are only slower. For a worker.
 */
export async function mergeSearch({ file }: { file: string }, { signal }: Required<CallOptions>): Promise<null> {
  const raw = openRaw(file, { create: false });
  try {
    const steps = mergeSearchIndex(raw);
    while (!signal.aborted && writeRaw(raw, () => steps.next().done !== true)) await new Promise(setImmediate);
    return null;
  } finally {
    raw.close();
  }
}
