// node scripts/texts.ts: checks that rooms whose texts were moved to src/shared/texts have none of their own.
import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { root } from "./install.mjs";
import { main } from "./lib/report.ts";
import { saysWithoutBeingADoor, sentencesIn } from "./lib/texts/check.ts";
import { doors, moved, notTexts } from "./lib/texts/moved.ts";

const within = (file: string, places: readonly string[]): boolean =>
  places.some((place) => file === place || file.startsWith(`${place}/`));

await main(async () => {
  const files = globSync("src/**/*.{ts,tsx}", { cwd: root }).map((file) => file.split(sep).join("/"));
  const faults: string[] = [];
  let checked = 0;
  for (const file of files.toSorted()) {
    const source = readFileSync(join(root, file), "utf8");
    if (saysWithoutBeingADoor(file, source, doors)) {
      faults.push(`${file} makes sentences of texts: only who shows them may (scripts/lib/texts/moved.ts)`);
    }
    if (!within(file, moved) || within(file, notTexts)) continue;
    checked += 1;
    for (const { line, words } of sentencesIn(file, source)) {
      faults.push(`${file}:${line} has words of its own: ${JSON.stringify(words)}. They belong in src/shared/texts/en`);
    }
  }
  const empty = moved.filter((place) => !files.some((file) => within(file, [place])));
  for (const place of empty) faults.push(`${place} is listed as moved, but there is nothing`);
  for (const fault of faults) console.log(fault);
  console.log(`${checked} of ${files.length} modules have no texts of their own, ${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
});
