// node scripts/layers.ts: checks which modules in src/ import which, and that there are no cycles.
import { root } from "./install.mjs";
import { risingArrows, violations } from "./lib/layers/check.ts";
import { circles, readGraph } from "./lib/layers/graph.ts";
import { leastModules, rules } from "./lib/layers/rules.ts";
import { strayWrites } from "./lib/layers/writes.ts";
import { main } from "./lib/report.ts";

await main(async () => {
  const graph = readGraph(root);
  const faults = [
    ...risingArrows(rules),
    ...violations(graph, rules),
    ...strayWrites(root),
    ...circles(graph).map((group) => `a circle: ${group.join(" -> ")}`),
  ];
  if (graph.size < leastModules)
    faults.push(`only ${graph.size} modules seen, at least ${leastModules} expected: the check is broken`);
  for (const fault of faults) console.log(fault);
  console.log(`${graph.size} modules, ${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
});
