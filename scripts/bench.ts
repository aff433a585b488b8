// npm run bench -- AREA: prints each figure of tests/bench/AREA.bench.ts against its limit; exit code 1 on a miss.
import { existsSync, globSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { measure, type Area, type Result } from "./lib/measure.ts";
import { buildIfStale } from "./build.ts";
import { root } from "./install.mjs";
import { main } from "./lib/report.ts";

const areas = ["main", "directory", "access", "backup", "exchange", "audit", "window"];

const folder = join(root, "tests/bench");

function usage(problem: string): number {
  const ready = globSync("*.bench.ts", { cwd: folder }).map((file) => basename(file, ".bench.ts"));
  console.error(
    `${problem}\nnpm run bench -- AREA, where AREA is one of ${areas.join(", ")} (with figures: ${ready.join(", ") || "none"})`,
  );
  return 2;
}

function line({ name, unit, ours, baseline, value, limit, ok }: Result): string {
  const amount = (number: number) => `${number.toPrecision(3)} ${unit}`;
  const compared =
    baseline === undefined ? ["-", "-", amount(limit)] : [amount(baseline), value.toFixed(2), limit.toFixed(2)];
  return (
    [name.padEnd(48), amount(ours), ...compared].map((cell) => cell.padStart(12)).join("  ") + (ok ? "  ok" : "  MISS")
  );
}

async function bench(name: string): Promise<number> {
  const file = join(folder, `${name}.bench.ts`);
  if (!existsSync(file)) return usage(`there are no figures for ${name} yet`);
  // Measuring the window starts the bundles; the other benchmarks run the sources.
  if (name === "window" || name === "directory") await buildIfStale();
  const module = (await import(pathToFileURL(file).href)) as { area: () => Promise<Area> };
  const area = await module.area();
  try {
    console.log(["name".padEnd(48), "ours", "baseline", "ratio", "limit"].map((cell) => cell.padStart(12)).join("  "));
    let missed = 0;
    for (const figure of area.figures) {
      const result = await measure(figure);
      console.log(line(result));
      if (!result.ok) missed += 1;
    }
    return missed === 0 ? 0 : 1;
  } finally {
    await area.close?.();
  }
}

await main(async () => {
  const [name, ...more] = process.argv.slice(2);
  if (name === undefined || more.length > 0) return usage("name one area.");
  return areas.includes(name) ? bench(name) : usage(`there is no area ${name}.`);
});
