// npm run format: formats every file in place.
import { main } from "./lib/report.ts";
import { packageBin, run } from "./lib/run.ts";

await main(async () => {
  const [node, script] = packageBin("oxfmt");
  return (await run(node, [script, ...process.argv.slice(2)], { show: true })).code;
});
