import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillAudit, listFigures } from "./audit/list.ts";
import { verifyFigures } from "./audit/verify.ts";
import { MovingClock, openBenchConsole } from "./console.ts";
import type { Area } from "./support.ts";

export async function area(): Promise<Area> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  const bench = await openBenchConsole(folder, new MovingClock());
  await fillAudit(bench.dataDir);
  const verify = await verifyFigures();
  return {
    figures: [...verify.figures, ...listFigures(bench)],
    close: async () => {
      await verify.close();
      await bench.console.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
