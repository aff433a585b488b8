import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rotationFigures } from "./access/rotation.ts";
import { signInFigures } from "./access/sign-in.ts";
import { MovingClock, openBenchConsole } from "./console.ts";
import type { Area } from "./support.ts";

export async function area(): Promise<Area> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  const clock = new MovingClock();
  const bench = await openBenchConsole(folder, clock);
  const secret = new URL(bench.uri).searchParams.get("secret") ?? "";
  const rotation = await rotationFigures();
  return {
    figures: [...(await signInFigures({ ...bench, secret }, clock)), ...rotation.figures],
    close: async () => {
      rotation.close?.();
      await bench.console.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
