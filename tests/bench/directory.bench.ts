import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rows } from "#main/store/statements.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { MovingClock, openBenchConsole } from "./console.ts";
import { BareDirectory } from "./directory/bare-search.ts";
import { importFigures } from "./directory/import.ts";
import { letterFigures } from "./directory/letters.ts";
import { scrollFigures } from "./directory/scroll.ts";
import { directorySize, fillStore, searchFigures } from "./directory/search.ts";
import type { Area } from "./support.ts";

/** The texts of people all over the directory, to take searches from. */
async function textsOf(dataDir: string): Promise<string[]> {
  const store = await openStore(storeFile(dataDir), { create: false });
  const every = Math.floor(directorySize / 500);
  const found = await rows<{ search: string }>(store.db, "SELECT search FROM users WHERE pk % ? = 0", every);
  await store.close();
  return found.map(({ search }) => search);
}

export async function area(): Promise<Area> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  const bench = await openBenchConsole(folder, new MovingClock());
  await fillStore(bench.dataDir);
  const [imports, letters] = [await importFigures(), await letterFigures()];
  const bare = await BareDirectory.open(bench.dataDir, folder);
  const search = searchFigures(bench, await textsOf(bench.dataDir), bare);
  return {
    figures: [
      ...search,
      ...imports.figures,
      ...letters.figures,
      // Last: it opens the store in a window of its own beside the console.
      ...scrollFigures(bench.dataDir, bench.uri),
    ],
    close: async () => {
      await imports.close();
      await letters.close?.();
      bare.close();
      await bench.console.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
