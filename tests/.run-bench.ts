import { letterFigures } from "./bench/directory/letters.ts";
import { measure } from "../scripts/lib/measure.ts";
const { figures, close } = await letterFigures();
for (const figure of figures)
  console.log(JSON.stringify(await measure({ ...figure, warmup: figure.rounds > 1 ? 1 : 0 })));
await close?.();
