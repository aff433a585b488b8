import { tableFigures } from "./exchange/tables.ts";
import type { Area } from "./support.ts";

export async function area(): Promise<Area> {
  const tables = await tableFigures();
  return { figures: tables.figures, close: tables.remove };
}
