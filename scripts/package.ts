// npm run package: builds an installer for this system, in dist/. Further arguments go to electron-builder.
import { build } from "./build.ts";
import { root } from "./install.mjs";
import { packagingFaults } from "./lib/packaging.ts";
import { main, ScriptError } from "./lib/report.ts";
import { packageBin, run } from "./lib/run.ts";

await main(async () => {
  const faults = await packagingFaults(root);
  if (faults.length > 0) throw new ScriptError("electron-builder.yml has faults.", faults.join("\n"));
  await build();
  const [node, script] = packageBin("electron-builder");
  return (await run(node, [script, "--publish", "never", ...process.argv.slice(2)], { show: true })).code;
});
