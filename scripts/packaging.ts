// node scripts/packaging.ts: checks electron-builder.yml and the files it names, without a network and without packing.
import { packagingFaults } from "./lib/packaging.ts";
import { root } from "./install.mjs";
import { main } from "./lib/report.ts";

await main(async () => {
  const faults = await packagingFaults(root);
  for (const fault of faults) console.log(fault);
  console.log(`electron-builder.yml: ${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
});
