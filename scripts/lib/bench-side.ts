// One side of a comparison: prepares an area of its own checkout, and runs one round of a figure whenever it is asked.
import { pathToFileURL } from "node:url";
import { type Area, type FigureFacts, sample } from "./measure.ts";

/** What this process tells the one that compares. */
export type Told = { figures: FigureFacts[] } | { value: number } | { failed: string };

/** What it is asked: a round of the figure at a position of the list; null: no more. */
export type Asked = number | null;

const tell = (told: Told): void => void process.send?.(told);

async function prepare(): Promise<Area> {
  const file = process.argv[2] ?? "";
  const module = (await import(pathToFileURL(file).href)) as { area: () => Promise<Area> };
  return module.area();
}

async function answer(area: Area, asked: Asked): Promise<void> {
  if (asked === null) {
    await area.close?.();
    process.disconnect();
    return;
  }
  const figure = area.figures[asked];
  if (!figure) throw new RangeError(`there is no figure ${asked}`);
  tell({ value: await sample(figure.ours, figure) });
}

const failed = (thrown: unknown): void =>
  tell({ failed: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });

try {
  const area = await prepare();
  process.on("message", (asked: Asked) => void answer(area, asked).catch(failed));
  tell({ figures: area.figures.map(({ name, unit, rounds, warmup = 1 }) => ({ name, unit, rounds, warmup })) });
} catch (thrown) {
  failed(thrown);
  process.disconnect();
}
