// npm run bench -- AREA: prints each figure of tests/bench/AREA.bench.ts against its limit; exit code 1 on a miss.
// npm run bench -- AREA --against COMMIT: measures both in one run, round by round in turn; exit code 1 if one is slower.
import { execFileSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { checkOut, compareAreas } from "./lib/against.ts";
import { measure, type Area, type Result } from "./lib/measure.ts";
import { buildIfStale } from "./build.ts";
import { root } from "./install.mjs";
import { main } from "./lib/report.ts";

const areas = globSync("*.bench.ts", { cwd: join(root, "tests/bench") }).map((file) => basename(file, ".bench.ts"));

/** Measuring the window starts the bundles; the other benchmarks run the sources. */
const needsBundles = (name: string): boolean => name === "window" || name === "directory";

/** Two medians of the same work differ by so much on a quiet machine. */
const noise = 1.05;

const fileOf = (checkout: string, name: string): string => join(checkout, "tests/bench", `${name}.bench.ts`);

function usage(problem: string): number {
  console.error(
    `${problem}\nnpm run bench -- AREA [--against COMMIT], where AREA is one of ${areas.toSorted().join(", ")}`,
  );
  return 2;
}

const row = (name: string, cells: readonly string[], verdict: string): string =>
  [name.padEnd(72), ...cells.map((cell) => cell.padStart(12))].join("  ") + (verdict === "" ? "" : `  ${verdict}`);

const amount = (number: number, unit: string): string => `${number.toPrecision(3)} ${unit}`;

function line({ name, unit, ours, baseline, value, limit, ok }: Result): string {
  const compared =
    baseline === undefined
      ? ["-", "-", amount(limit, unit)]
      : [amount(baseline, unit), value.toFixed(2), limit.toFixed(2)];
  return row(name, [amount(ours, unit), ...compared], ok ? "ok" : "MISS");
}

async function bench(name: string): Promise<number> {
  if (needsBundles(name)) await buildIfStale();
  const module = (await import(pathToFileURL(fileOf(root, name)).href)) as { area: () => Promise<Area> };
  const area = await module.area();
  try {
    console.log(row("name", ["ours", "baseline", "ratio", "limit"], ""));
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

async function benchAgainst(name: string, commit: string): Promise<number> {
  if (needsBundles(name)) await buildIfStale();
  const other = checkOut(root, commit);
  try {
    if (!existsSync(fileOf(other.folder, name))) return usage(`${commit} has no figures for ${name}.`);
    if (needsBundles(name))
      execFileSync(process.execPath, ["scripts/build.ts"], { cwd: other.folder, stdio: "ignore" });
    console.log(row("name", ["now", commit.slice(0, 12), "ratio"], ""));
    let slower = 0;
    for await (const { name: figure, unit, now, before, ratio } of compareAreas(
      fileOf(root, name),
      fileOf(other.folder, name),
    )) {
      const worse = ratio > noise;
      console.log(row(figure, [amount(now, unit), amount(before, unit), ratio.toFixed(2)], worse ? "SLOWER" : "ok"));
      if (worse) slower += 1;
    }
    return slower === 0 ? 0 : 1;
  } finally {
    other.remove();
  }
}

function wanted() {
  const options = { against: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new TypeError("name one area.");
  if (!areas.includes(name)) throw new TypeError(`there is no area ${name}.`);
  return { name, against: values.against };
}

await main(async () => {
  let asked: ReturnType<typeof wanted>;
  try {
    asked = wanted();
  } catch (thrown) {
    return usage((thrown as TypeError).message);
  }
  return asked.against === undefined ? bench(asked.name) : benchAgainst(asked.name, asked.against);
});
