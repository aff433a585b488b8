import { figuresOf } from "./backup/figures.ts";
import type { Area } from "./support.ts";

/** What backups of a hospital and of a large city's offices cost, against the standard tools over the same store. */
export async function area(): Promise<Area> {
  const areas = [
    await figuresOf(100_000, { rounds: 5, warmup: 1 }),
    await figuresOf(1_000_000, { rounds: 3, warmup: 0 }),
  ];
  return {
    figures: areas.flatMap(({ figures }) => figures),
    close: async () => {
      for (const { close } of areas) await close?.();
    },
  };
}
