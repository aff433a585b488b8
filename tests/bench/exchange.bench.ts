import { join } from "node:path";
import { sampleFolder } from "../support/sample-store.ts";
import { deltaFigures } from "./exchange/delta.ts";
import { exportFigures } from "./exchange/export-seeds.ts";
import { importFigures } from "./exchange/import-seeds.ts";
import { memoryFigures } from "./exchange/memory.ts";
import { makePeople } from "./exchange/stores.ts";
import { tableFigures } from "./exchange/tables.ts";
import type { Area } from "./support.ts";

const few = 10_000;
const entries = 100_000;
const many = 1_000_000;

export async function area(): Promise<Area> {
  const { folder, remove } = sampleFolder("bench-exchange");
  const plain = await makePeople(join(folder, "plain"), entries, false);
  const enrolled = await makePeople(join(folder, "enrolled"), entries, true);
  const all = await makePeople(join(folder, "all"), many, true);
  const tables = await tableFigures();
  const memory = await memoryFigures(folder, { plain, enrolled, many: all }, [few, entries, many]);
  const deltas = await deltaFigures(folder, all, many);
  return {
    figures: [
      ...tables.figures,
      ...(await importFigures(folder, plain, entries)),
      ...exportFigures(folder, enrolled, entries),
      ...memory,
      ...deltas.figures,
    ],
    close: () => {
      deltas.close();
      tables.remove();
      remove();
    },
  };
}
